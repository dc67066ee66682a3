import { drawRandomHex } from '../base/bytes/index.ts'
import { readTo, SipHeaders, SipParseError, writeMessage } from '../protocols/sip/index.ts'
import type { Refusal } from './judge-message.ts'

/**
 * Writes the answer to a request without keeping a transaction (RFC 3261 section 8.2.7). It copies the received headers, so
 * that an unreadable request gets an answer too.
 * @returns null when the request does not say whom to answer
 */
export function writeStatelessAnswer(
  request: { readonly headers: SipHeaders },
  { status, reason, headers }: Refusal,
  userAgent: string,
): string | null {
  const vias = request.headers.all('Via')
  if (vias.length === 0) return null
  const answer = SipHeaders.from(vias.map((via) => ['Via', via]))
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) {
    const value = request.headers.get(name)
    if (value !== undefined) answer.add(name, name === 'To' ? tagged(request.headers, value) : value)
  }
  answer.add('User-Agent', userAgent)
  for (const line of headers ?? []) {
    const colon = line.indexOf(':')
    answer.add(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return writeMessage({
    kind: 'response',
    status,
    reason,
    headers: answer,
    body: Buffer.alloc(0),
  }).toString()
}

function tagged(headers: SipHeaders, value: string): string {
  try {
    if (readTo(headers).parameters.has('tag')) return value
  } catch (error) {
    // Copy an unreadable To unchanged.
    if (error instanceof SipParseError) return value
    throw error
  }
  return `${value};tag=${drawRandomHex(5)}`
}
