import { isUtf8 } from 'node:buffer'
import { SipHeaders } from './headers.ts'
import { defaultLimits, type SipLimits, type SipMessage } from './message.ts'
import { excerpt, type SipParseCode, SipParseError } from './parse-error.ts'
import { isSpace, isToken, parseNumber, trimSpace } from './tokens.ts'
import { isRequestUri } from './uri.ts'

/** Start line and headers, split but not yet understood. */
export interface SipHead {
  readonly startLine: string
  readonly headers: SipHeaders
}

/**
 * Reads one whole message, as a datagram carries it: bytes beyond Content-Length are dropped, and without one the body is
 * the rest (RFC 3261 section 18.3). For streams see {@link SipStream}.
 * @throws SipParseError and nothing else
 */
export function parseMessage(bytes: Uint8Array, limits: SipLimits = defaultLimits): SipMessage {
  const buffer = asBuffer(bytes)
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) throw new SipParseError('truncated', 'the headers have no end: there is no empty line')
  if (end > limits.maxHeaderBytes) throw headersTooLarge(limits)
  const head = parseHead(buffer.subarray(0, end), limits)
  const rest = buffer.subarray(end + 4)
  const length = contentLength(head) ?? rest.length
  if (length > limits.maxBodyBytes) throw bodyTooLarge(head, length, limits)
  if (length > rest.length) {
    throw partial('truncated', `Content-Length is ${length}, but only ${rest.length} bytes follow`, head)
  }
  return completeMessage(head, Buffer.from(rest.subarray(0, length)))
}

/**
 * Splits start line and headers (without the empty line after them), unfolding as it goes (RFC 3261 section 7.3.1).
 */
export function parseHead(bytes: Uint8Array, limits: SipLimits): SipHead {
  const buffer = asBuffer(bytes)
  if (!isUtf8(buffer)) throw new SipParseError('bad-encoding', 'the headers are not UTF-8')
  const text = buffer.toString('utf8')
  // A CR or LF of its own would let a value smuggle in a line of its own once it is written again.
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) {
    throw new SipParseError('bad-header', 'a line ends with CR or LF alone instead of CRLF')
  }
  const lineEnd = text.indexOf('\r\n')
  const startLine = lineEnd < 0 ? text : text.slice(0, lineEnd)
  const headers = new SipHeaders()
  let start = lineEnd < 0 ? text.length : lineEnd + 2
  while (start < text.length) {
    let end = endOfLine(text, start)
    const colon = text.indexOf(':', start)
    if (colon < 0 || colon > end) throw badLine(text.slice(start, end), startLine, headers)
    // White space may stand before the colon (HCOLON, section 25.1), but not before the name: that would be a fold.
    const name = trimSpace(text.slice(start, colon))
    if (!isToken(name) || isSpace(text, start)) {
      throw badLine(text.slice(start, end), startLine, headers)
    }
    const parts = [text.slice(colon + 1, end)]
    while (isSpace(text, end + 2)) {
      const next = end + 2
      end = endOfLine(text, next)
      parts.push(text.slice(next, end))
    }
    headers.add(name, parts.length === 1 ? trimSpace(text.slice(colon + 1, end)) : unfold(parts))
    if (headers.size > limits.maxHeaders) {
      const what = `there are more than ${limits.maxHeaders} headers`
      throw partial('headers-too-large', what, { startLine, headers })
    }
    start = end + 2
  }
  return { startLine, headers }
}

/** What Content-Length says, or null where there is none. */
export function contentLength(head: SipHead): number | null {
  const values = head.headers.all('Content-Length')
  const value = values[0]
  if (value === undefined) return null
  const length = values.length > 1 ? null : parseNumber(value, Number.MAX_SAFE_INTEGER)
  if (length === null) {
    throw partial('bad-content-length', `Content-Length is ${excerpt(values.join(', '))}`, head)
  }
  return length
}

/** Understands the start line and puts the message together. */
export function completeMessage(head: SipHead, body: Uint8Array): SipMessage {
  const { startLine, headers } = head
  if (isResponseLine(startLine)) {
    // Anything but a line break of SIP's own: a dot would also stop at those that Unicode adds (U+2028, U+2029).
    const match = /^SIP\/2\.0 ([0-9]+)(?: ([^\r\n]*))?$/i.exec(startLine)
    if (!match) throw partial('bad-start-line', `${excerpt(startLine)} is not a status line`, head)
    const status = /^[1-6][0-9][0-9]$/.test(match[1] ?? '') ? Number(match[1]) : null
    if (status === null) throw partial('bad-status', `${excerpt(match[1] ?? '')} is not a status code`, head)
    return { kind: 'response', status, reason: match[2] ?? '', headers, body }
  }
  // Exactly one space between the parts, none after (section 7.1); the address bare, without brackets.
  const match = /^([^ ]+) ([^ ]+) (SIP\/[0-9]+\.[0-9]+)$/i.exec(startLine)
  const [, method, uri, version] = match ?? []
  if (
    method === undefined ||
    uri === undefined ||
    version === undefined ||
    !isToken(method) ||
    !isRequestUri(uri)
  ) {
    throw partial('bad-start-line', `${excerpt(startLine)} is not a request line`, head)
  }
  if (version.toUpperCase() !== 'SIP/2.0') {
    throw partial('unsupported-version', `${version} is not a version of SIP that is spoken here`, head)
  }
  return { kind: 'request', method, uri, headers, body }
}

export function partial(code: SipParseCode, message: string, head: SipHead): SipParseError {
  return new SipParseError(code, message, {
    headers: head.headers,
    isRequest: !isResponseLine(head.startLine),
  })
}

export function headersTooLarge(limits: SipLimits): SipParseError {
  return new SipParseError(
    'headers-too-large',
    `start line and headers exceed ${limits.maxHeaderBytes} bytes, which is more than is accepted`,
  )
}

export function bodyTooLarge(head: SipHead, length: number, limits: SipLimits): SipParseError {
  return partial(
    'body-too-large',
    `the body has ${length} bytes; no more than ${limits.maxBodyBytes} are accepted`,
    head,
  )
}

function isResponseLine(startLine: string): boolean {
  return /^SIP\/[0-9.]* /i.test(startLine)
}

function badLine(line: string, startLine: string, headers: SipHeaders): SipParseError {
  return partial('bad-header', `${excerpt(line)} is not a header`, { startLine, headers })
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\r\n', start)
  return end < 0 ? text.length : end
}

/** A line break and the white space around it stand for a single space (section 7.3.1). */
function unfold(parts: readonly string[]): string {
  return parts
    .map(trimSpace)
    .filter((part) => part !== '')
    .join(' ')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
