/** The text of HTML without its formatting. */
export function htmlToPlain(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/div|\/li|\/tr)\b[^<>]*>/gi, '\n')
    .replace(/<(style|script|head)\b[^<>]*>[^<]*<\/\1>/gi, '')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos|nbsp));/gi, reference)
    .trim()
}

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

function reference(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** Groups of RTF that hold no text of the document. */
const silentGroups = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'generator', '*'])
const rtfToken =
  /\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/gi

/** The text of Communicator's RTF without its formatting. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one case for each kind of token
export function rtfToPlain(rtf: string): string {
  let text = ''
  let depth = 0
  /** Depth of the group that is being skipped; 0: none. */
  let silentFrom = 0
  /** How many replacement characters follow each Unicode character. */
  let substitutes = 0
  for (const [, word, number, byte, symbol, brace, run] of rtf.matchAll(rtfToken)) {
    if (brace === '{') depth += 1
    if (brace === '}') {
      if (silentFrom === depth) silentFrom = 0
      depth -= 1
    }
    if (silentFrom === 0 && silentGroups.has(word ?? symbol ?? '')) silentFrom = depth
    if (silentFrom > 0) continue
    if (word === 'par' || word === 'line') text += '\n'
    else if (word === 'tab') text += '\t'
    else if (word === 'u' && number !== undefined) {
      text += String.fromCharCode(Number(number) & 0xffff)
      substitutes = 1
    } else if (byte !== undefined) {
      if (substitutes === 0) text += Buffer.from(byte, 'hex').toString('latin1')
      substitutes = 0
    } else if (symbol !== undefined && '\\{}'.includes(symbol)) text += symbol
    else if (symbol === '~') text += ' '
    else if (run !== undefined) {
      text += run.slice(substitutes)
      substitutes = 0
    }
  }
  return text.trim()
}
