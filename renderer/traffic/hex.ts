const rowLength = 16

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/** Offset, sixteen bytes in hexadecimal, and the same as text: one row each. */
export function hexDump(bytes: Uint8Array): string {
  const rows: string[] = []
  for (let offset = 0; offset < bytes.length; offset += rowLength) {
    const row = [...bytes.subarray(offset, offset + rowLength)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'))
    const left = hex.slice(0, 8).join(' ').padEnd(23)
    const right = hex.slice(8).join(' ').padEnd(23)
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')
    rows.push(`${offset.toString(16).padStart(4, '0')}  ${left}  ${right}  ${text}`)
  }
  return rows.join('\n')
}
