import { excerpt, SipParseError } from './parse-error.ts'

/** The characters of a token (RFC 3261 section 25.1): 1 for each code that may stand in one. */
const tokenCodes = new Uint8Array(128)
for (let code = 0; code < 128; code += 1) {
  if (/[A-Za-z0-9\-.!%*_+`'~]/.test(String.fromCharCode(code))) tokenCodes[code] = 1
}

/** Whether `code` may stand in a token. */
export function isTokenCode(code: number): boolean {
  return code < 128 && tokenCodes[code] === 1
}

export function isToken(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!isTokenCode(text.charCodeAt(index))) return false
  }
  return text !== ''
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const leftAngle = 0x3c
const rightAngle = 0x3e

/**
 * Splits a value at its commas, except those in quoted strings and in angle brackets (RFC 3261 section 7.3.1). Elements
 * come trimmed; an empty one is an error.
 */
export function splitList(value: string): string[] {
  if (!value.includes(',')) return value === '' ? [] : [value]
  const elements: string[] = []
  let start = 0
  let isInAngles = false
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index)
    if (code === quote && !isInAngles) index = endOfQuoted(value, index) - 1
    else if (code === leftAngle) isInAngles = true
    else if (code === rightAngle) isInAngles = false
    else if (code === comma && !isInAngles) {
      elements.push(trimSpace(value.slice(start, index)))
      start = index + 1
    }
  }
  if (isInAngles) throw new SipParseError('bad-value', `a "<" is never closed in ${excerpt(value)}`)
  elements.push(trimSpace(value.slice(start)))
  if (elements.includes('')) throw new SipParseError('bad-value', `an empty element in ${excerpt(value)}`)
  return elements
}

/** @returns the index after the closing quote of the quoted string that starts at `start` */
export function endOfQuoted(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === backslash) index += 1
    else if (code === quote) return index + 1
  }
  throw new SipParseError('bad-value', `a quoted string is never closed in ${excerpt(text)}`)
}

/** The text that a quoted string stands for. */
export function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\([\s\S])/g, '$1')
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** Parameters after a value: names in lower case, null where there is a name only. */
export type SipParameters = ReadonlyMap<string, string | null>

/** The shape of a value that needs no quotes: a token, a host, an address in brackets. */
const plainValuePattern = /^[A-Za-z0-9\-.!%*_+`'~[\]:/]+$/

/** Reads `;name=value;name="quoted";name` (generic-param, RFC 3261 section 25.1) from `start` to the end of `text`. */
export function parseParameters(text: string, start = 0): SipParameters {
  const parameters = new Map<string, string | null>()
  eachParameter(text, start, (name, value) => parameters.set(name, value))
  return parameters
}

/** The same parameters as they were written, each with its own case, quotes and escapes, without the semicolon. */
export function writtenParameters(text: string, start = 0): ReadonlyMap<string, string> {
  const written = new Map<string, string>()
  eachParameter(text, start, (name, _value, from, to) => written.set(name, text.slice(from, to)))
  return written
}

/** @param take gets a parameter's name in lower case, its value without quotes, and where in `text` it stands */
function eachParameter(
  text: string,
  start: number,
  take: (name: string, value: string | null, from: number, to: number) => void,
): void {
  const names = new Set<string>()
  let index = skipSpace(text, start)
  while (index < text.length) {
    if (text[index] !== ';') throw badParameters(text)
    index = skipSpace(text, index + 1)
    const nameStart = index
    while (index < text.length && isTokenCode(text.charCodeAt(index))) index += 1
    const name = text.slice(nameStart, index).toLowerCase()
    if (name === '' || names.has(name)) throw badParameters(text)
    names.add(name)
    let end = index
    index = skipSpace(text, index)
    let value: string | null = null
    if (text[index] === '=') {
      index = skipSpace(text, index + 1)
      const valueStart = index
      if (text[index] === '"') {
        index = endOfQuoted(text, index)
        value = unquote(text.slice(valueStart, index))
      } else {
        while (index < text.length && text[index] !== ';' && !isSpace(text, index)) index += 1
        value = text.slice(valueStart, index)
        if (!plainValuePattern.test(value)) throw badParameters(text)
      }
      end = index
      index = skipSpace(text, index)
    }
    take(name, value, nameStart, end)
  }
}

export function formatParameters(parameters: SipParameters): string {
  let text = ''
  for (const [name, value] of parameters) {
    text += value === null ? `;${name}` : `;${name}=${plainValuePattern.test(value) ? value : quoted(value)}`
  }
  return text
}

/** A number of digits only, from 0 to `highest`; null when it is anything else. */
export function parseNumber(text: string, highest: number): number | null {
  if (text === '' || text.length > 20) return null
  let value = 0
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 0x30
    if (!(digit >= 0 && digit <= 9)) return null
    value = 10 * value + digit
  }
  return value <= highest ? value : null
}

export function skipSpace(text: string, start: number): number {
  let index = start
  while (isSpace(text, index)) index += 1
  return index
}

/** White space of SIP only: space and tab, not what Unicode adds to it. */
export function isSpace(text: string, index: number): boolean {
  return isSpaceCode(text.charCodeAt(index))
}

export function isSpaceCode(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09
}

/** A text, or the part of it from `from` to `to`, without white space at its ends. */
export function trimSpace(text: string, from = 0, to = text.length): string {
  let start = from
  while (start < to && isSpace(text, start)) start += 1
  let end = to
  while (end > start && isSpace(text, end - 1)) end -= 1
  return text.slice(start, end)
}

function badParameters(text: string): SipParseError {
  return new SipParseError('bad-value', `the parameters in ${excerpt(text)} cannot be read`)
}
