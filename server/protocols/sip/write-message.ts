import { Failure } from '../../base/index.ts'
import type { SipMessage } from './message.ts'
import { encodeOctets } from './octets.ts'
import { isToken } from './tokens.ts'
import { isRequestUri } from './uri.ts'

/** A message that would be parsed differently after writing; a bug in the lab, not a fault of a peer. */
export class UnwritableSipError extends Failure<'unwritable-sip'> {
  constructor(what: string) {
    super('unwritable-sip', { problem: `${what} cannot stand in a SIP message` })
  }
}

/**
 * Writes a message. Content-Length is always present and correct, in its place or at the end, so that the end of the
 * message is known on a stream (RFC 3261 section 18.3).
 */
export function writeMessage(message: SipMessage): Buffer {
  const { body } = message
  let head = startLine(message)
  let hasLength = false
  // Lines of one text that follow each other there are copied from it together.
  let lines = ''
  let linesStart = 0
  let linesEnd = 0
  for (const entry of message.headers.entries) {
    const { isParsed, name, value } = entry
    let { source, start, end } = entry
    if (!isParsed) {
      if (!name.isToken) throw new UnwritableSipError(`the header name ${JSON.stringify(name.name)}`)
      if (/[\r\n]/.test(value)) throw new UnwritableSipError(`a line break in the value of ${name.name}`)
    }
    if (name.key === 'content-length') {
      if (hasLength) continue
      hasLength = true
      if (value !== `${body.length}`) {
        source = name.lineStart + body.length
        start = 0
        end = source.length
      }
    }
    if (start !== linesEnd || source !== lines) {
      head += lines.slice(linesStart, linesEnd)
      lines = source
      linesStart = start
    }
    linesEnd = end
  }
  head += lines.slice(linesStart, linesEnd)
  head += hasLength ? '\r\n\r\n' : `\r\nContent-Length: ${body.length}\r\n\r\n`
  return encodeOctets(head, body)
}

function startLine(message: SipMessage): string {
  if (message.kind === 'response') {
    if (/[\r\n]/.test(message.reason)) throw new UnwritableSipError('a line break in the reason phrase')
    const { status } = message
    if (!(Number.isInteger(status) && status >= 100 && status <= 699)) {
      throw new UnwritableSipError(`the status ${status}`)
    }
    return `SIP/2.0 ${status} ${message.reason}`
  }
  if (!isToken(message.method)) throw new UnwritableSipError(`the method ${JSON.stringify(message.method)}`)
  if (!isRequestUri(message.uri)) {
    throw new UnwritableSipError(`the Request-URI ${JSON.stringify(message.uri)}`)
  }
  return `${message.method} ${message.uri} SIP/2.0`
}
