/**
 * A cell of a table as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe, since trainees may call
 * themselves and write whatever they like. A spreadsheet that separates cells by semicolons would find one within the text, too.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = (/^[\t\r\n]/.test(value) ? `'${value}` : value).replace(formulas, "$1'$2")
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The beginning of a formula, also in full width, and behind what is not to be seen. */
const formulas = /(^|[;\t])([\s\p{C}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu
