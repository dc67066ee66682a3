import { asBuffer } from '../../base/bytes/index.ts'
import { commonNameAt, type HeaderName, headerName } from './header-names.ts'
import { SipHeaders } from './headers.ts'
import { defaultLimits, type SipLimits, type SipMessage } from './message.ts'
import { decodeOctets } from './octets.ts'
import { excerpt, type SipParseCode, SipParseError } from './parse-error.ts'
import { isSpace, isSpaceCode, isToken, parseNumber, trimSpace } from './tokens.ts'
import { UnreadableMessage } from './unreadable-message.ts'
import { isRequestUri } from './uri.ts'

/** Start line and headers, split but not interpreted. Lines that are not headers are left out. */
export interface SipHead {
  readonly startLine: string
  readonly headers: SipHeaders
  /** The values of Content-Length. */
  readonly lengths: readonly string[]
  /** The first fault, if there is one. */
  readonly problem: { readonly code: SipParseCode; readonly message: string } | null
  /** Whether a line that was left out may have been a Content-Length, so that the end of the message is unknown. */
  readonly isLengthDoubtful: boolean
}

/**
 * Parses one whole message, as in a datagram: bytes beyond Content-Length are dropped, and without a Content-Length the body is
 * the rest (RFC 3261 section 18.3). For streams see {@link SipStream}.
 * @throws only SipParseError
 */
export function parseMessage(bytes: Uint8Array, limits: SipLimits = defaultLimits): SipMessage {
  const buffer = asBuffer(bytes)
  const end = buffer.indexOf('\r\n\r\n')
  if (end < 0) throw new SipParseError('truncated', 'the headers have no end: there is no empty line')
  if (end > limits.maxHeaderBytes) throw headersTooLarge(buffer, 0, limits)
  const head = parseHead(buffer, 0, end, limits)
  const rest = buffer.subarray(end + 4)
  const length = contentLength(head) ?? rest.length
  if (length > limits.maxBodyBytes) throw bodyTooLarge(head, length, limits)
  if (length > rest.length) {
    throw partial('truncated', `Content-Length is ${length}, but only ${rest.length} bytes follow`, head)
  }
  return completeMessage(head, Buffer.from(rest.subarray(0, length)))
}

/**
 * Splits start line and headers (without the empty line after them), unfolding as it goes (RFC 3261 section 7.3.1). Never
 * throws, so that an invalid message can be answered, and the next one found.
 * @param from where they begin in `bytes`; they end at `to`
 */
export function parseHead(bytes: Buffer, from: number, to: number, limits: SipLimits): SipHead {
  const text = decodeOctets(bytes, from, to)
  return parseUsualHead(text, bytes, from, to, limits) ?? parseAnyHead(text, limits)
}

/**
 * Parses a head whose lines all have the usual form; null for any other head, valid or not.
 * @param bytes of which those from `from` to `to` were decoded to `text`: a single one is read more quickly than a character
 */
export function parseUsualHead(
  text: string,
  bytes: Buffer,
  from: number,
  to: number,
  limits: SipLimits,
): SipHead | null {
  // Octets and characters have the same places if they are equally many, since no octet becomes two characters.
  if (text.length !== to - from || text.includes('\0')) return null
  const lineEnd = text.indexOf('\r\n')
  if (lineEnd < 0 || text.indexOf('\n') !== lineEnd + 1 || text.indexOf('\r') !== lineEnd) return null
  const headers = new SipHeaders()
  let lengths = none
  let start = lineEnd + 2
  while (start < text.length) {
    const lineFeed = text.indexOf('\n', start)
    const end = lineFeed < 0 ? text.length : lineFeed - 1
    if (text.indexOf('\r', start) !== (lineFeed < 0 ? -1 : end)) return null
    if (headers.size === limits.maxHeaders) return null
    const name = commonNameAt(bytes, from + start) ?? otherNameAt(text, start, end)
    if (!name.isToken) return null
    const colon = start + name.name.length
    const isAsWritten = followsOneSpace(bytes, from + colon + 1, from + end)
    const value = isAsWritten ? text.slice(colon + 2, end) : trimSpace(text, colon + 1, end)
    if (name.key === 'content-length') {
      if (lengths !== none) return null
      lengths = [value]
    }
    if (isAsWritten) headers.addLine(name, value, text, start - 2, end)
    else headers.addParsed(name, value)
    start = end + 2
  }
  return { startLine: text.slice(0, lineEnd), headers, lengths, problem: null, isLengthDoubtful: false }
}

/** Whether one space stands before a value, as this lab writes it, and no white space around that. */
function followsOneSpace(bytes: Buffer, from: number, to: number): boolean {
  return bytes[from] === space && !isSpaceCode(bytes[from + 1]) && !isSpaceCode(bytes[to - 1])
}

function otherNameAt(text: string, start: number, end: number): HeaderName {
  const colon = text.indexOf(':', start)
  return headerName(colon < 0 || colon > end ? '' : text.slice(start, colon))
}

export function parseAnyHead(text: string, limits: SipLimits): SipHead {
  let problem: SipHead['problem'] = null
  let isLengthDoubtful = false
  const leaveOut = (line: string) => {
    problem ??= { code: 'bad-header', message: `${excerpt(line)} is not a header` }
    isLengthDoubtful ||= /content-length|(?:^|[\r\n])[ \t]*l[ \t]*:/i.test(line)
  }
  // A lone CR or LF in a value could become a line of its own when it is written again, and many programs end a text at a
  // NUL.
  const hasStrays = hasLoneBreak.test(text) || text.includes('\0')
  const lineEnd = text.indexOf('\r\n')
  const startLine = lineEnd < 0 ? text : text.slice(0, lineEnd)
  if (hasStrays && isStray(startLine)) {
    leaveOut(startLine)
    problem = { code: 'bad-start-line', message: `${excerpt(startLine)} is not a start line` }
  }
  const headers = new SipHeaders()
  const lengths: string[] = []
  let start = lineEnd < 0 ? text.length : lineEnd + 2
  // Search for the next one only after passing this one; otherwise many lines without one would be read repeatedly.
  let colon = text.indexOf(':', start)
  while (start < text.length) {
    const lineStart = start
    let end = endOfLine(text, start)
    const firstEnd = end
    while (isSpace(text, end + 2)) end = endOfLine(text, end + 2)
    start = end + 2
    if (colon < lineStart && colon >= 0) colon = text.indexOf(':', lineStart)
    // White space may stand before the colon (HCOLON, section 25.1), but not before the name: that would be a fold.
    const name = headerName(colon < 0 || colon > firstEnd ? '' : trimSpace(text, lineStart, colon))
    if (!name.isToken || isSpace(text, lineStart) || (hasStrays && isStray(text.slice(lineStart, end)))) {
      leaveOut(text.slice(lineStart, end))
    } else if (headers.size < limits.maxHeaders || needed.has(name.key)) {
      const value = end === firstEnd ? trimSpace(text, colon + 1, end) : unfold(text.slice(colon + 1, end))
      if (name.key === 'content-length') lengths.push(value)
      headers.addParsed(name, value)
    } else {
      problem ??= { code: 'headers-too-large', message: `there are more than ${limits.maxHeaders} headers` }
    }
  }
  return { startLine, headers, lengths, problem, isLengthDoubtful }
}

/**
 * The value of Content-Length, or null if there is none. Several equal ones are accepted, although only one is
 * allowed.
 */
export function contentLength(head: SipHead): number | null {
  if (head.isLengthDoubtful) throw partial('bad-content-length', 'the Content-Length cannot be read', head)
  const { lengths } = head
  const value = lengths[0]
  if (value === undefined) return null
  const isOne = lengths.length === 1 || lengths.every((each) => each === value)
  const length = isOne ? parseNumber(value, Number.MAX_SAFE_INTEGER) : null
  if (length === null) {
    throw partial('bad-content-length', `Content-Length is ${excerpt(head.lengths.join(', '))}`, head)
  }
  return length
}

/** Parses the start line and assembles the message. */
export function completeMessage(head: SipHead, body: Uint8Array): SipMessage {
  const { startLine, headers, lengths, problem } = head
  if (problem !== null) throw partial(problem.code, problem.message, head)
  if (lengths.length > 1) {
    throw partial('repeated-header', 'there is more than one Content-Length', head)
  }
  const usual = usualMessage(startLine, headers, body)
  if (usual) return usual
  if (isResponseLine(startLine)) {
    // Match anything but CR and LF; a dot would also stop at the line breaks of Unicode (U+2028, U+2029).
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

const none: readonly string[] = []
const space = 0x20
const requestEnd = ' SIP/2.0'
const responseStart = 'SIP/2.0 '

/** Assembles a message whose start line has the usual form; null for any other one, valid or not. */
function usualMessage(startLine: string, headers: SipHeaders, body: Uint8Array): SipMessage | null {
  if (startLine.endsWith(requestEnd)) {
    const space = startLine.indexOf(' ')
    const method = startLine.slice(0, space)
    const uri = startLine.slice(space + 1, -requestEnd.length)
    return /^[A-Z]+$/.test(method) && isRequestUri(uri)
      ? { kind: 'request', method, uri, headers, body }
      : null
  }
  if (startLine.startsWith(responseStart) && /^[1-6][0-9][0-9] [ -~]*$/.test(startLine.slice(8))) {
    return {
      kind: 'response',
      status: Number(startLine.slice(8, 11)),
      reason: startLine.slice(12),
      headers,
      body,
    }
  }
  return null
}

export function partial(code: SipParseCode, message: string, head: SipHead): SipParseError {
  return new UnreadableMessage(code, message, {
    headers: head.headers,
    // An ACK is never answered (section 17).
    isRequest: !isResponseLine(head.startLine) && !head.startLine.startsWith('ACK '),
  })
}

/** @param from where the message begins in `bytes` */
export function headersTooLarge(bytes: Buffer, from: number, limits: SipLimits): SipParseError {
  const what = `start line and headers exceed ${limits.maxHeaderBytes} bytes, which is more than is accepted`
  // Only whole lines, without the last line break.
  const read = from + limits.maxHeaderBytes
  const lineEnd = bytes.subarray(from, read).lastIndexOf('\r\n')
  return partial(
    'headers-too-large',
    what,
    parseHead(bytes, from, lineEnd < 0 ? read : from + lineEnd, limits),
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

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\r\n', start)
  return end < 0 ? text.length : end
}

/** A line break and the white space around it stand for a single space (section 7.3.1). */
function unfold(lines: string): string {
  return lines
    .split('\r\n')
    .map((line) => trimSpace(line))
    .filter((part) => part !== '')
    .join(' ')
}

/** The headers that are needed to find the end of a message and to answer it. */
const needed = new Set(['call-id', 'content-length', 'cseq', 'from', 'to', 'via'])

/** CR or LF alone, or a NUL, unless a backslash makes it part of a quoted string. */
function isStray(line: string): boolean {
  return hasLoneBreak.test(line) || hasBareNul.test(line)
}

const hasLoneBreak = /\r(?!\n)|(?<!\r)\n/
const hasBareNul = /(?<!\\)\0/
