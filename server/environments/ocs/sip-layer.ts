import { isFieldCode } from '#contract'
import { asBuffer } from '../../base/bytes/index.ts'
import { headerKey } from '../../protocols/sip/index.ts'
import type { LayerField } from '../../traffic/index.ts'

/** The start line, each header and the body of a SIP message, with their bytes. */
export function sipFields(bytes: Uint8Array): LayerField[] {
  // Every character is one byte, so that places in the text are places in the bytes.
  const text = asBuffer(bytes).toString('latin1')
  const lines = headerLines(text)
  const [first, ...headers] = lines
  if (first === undefined) return []
  const isResponse = text.startsWith('SIP/', first.start)
  const fields: LayerField[] = [
    {
      name: isResponse ? 'Status line' : 'Request line',
      value: utf8(text.slice(first.start, first.end)),
      range: first,
      about: isResponse ? 'sip.statusLine' : 'sip.requestLine',
    },
    ...headers.map((line) => headerField(text, line)),
  ]
  const body = text.indexOf('\r\n\r\n') + 4
  if (body > 3 && body < text.length) {
    const size = text.length - body
    fields.push({
      name: 'Body',
      value: `${size} bytes`,
      range: { start: body, end: text.length },
      about: 'sip.body',
    })
  }
  return fields
}

interface Line {
  start: number
  /** Before its line break. */
  end: number
}

/** The lines before the body; a line that begins with white space goes on with the one before (RFC 3261 section 7.3.1). */
function headerLines(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  while (start < text.length) {
    const next = text.indexOf('\r\n', start)
    const end = next < 0 ? text.length : next
    const before = lines.at(-1)
    if (end > start) {
      if (before !== undefined && ' \t'.includes(text.charAt(start))) before.end = end
      else lines.push({ start, end })
    } else if (before !== undefined) return lines
    start = end + 2
  }
  return lines
}

function headerField(text: string, { start, end }: Line): LayerField {
  const line = utf8(text.slice(start, end))
  const colon = line.indexOf(':')
  const name = colon < 0 ? '' : line.slice(0, colon).trim()
  const value = line
    .slice(colon + 1)
    .replace(/\r\n[ \t]+/g, ' ')
    .trim()
  const code = `sip.${headerKey(name)}`
  return { name, value, range: { start, end }, ...(isFieldCode(code) ? { about: code } : {}) }
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}
