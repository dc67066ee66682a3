import { createHash } from 'node:crypto'
import { parseVia, SipHeaders, type SipRequest } from '../../../protocols/sip/index.ts'
import type { Target } from './routing.ts'

/** Hops that a request may go which does not say so itself (RFC 3261 section 16.6, step 3). */
export const defaultForwards = 70

/** What this server's Via values carry to know a request again that comes round. */
export function loopMark(request: SipRequest): string {
  const { headers } = request
  const parts = [
    request.uri,
    ...['From', 'To', 'Call-ID', 'CSeq', 'Route'].map((name) => headers.get(name) ?? ''),
  ]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}

/**
 * Whether this very request has been here (RFC 3261 section 16.3, step 4). One that comes back changed is a spiral, which
 * Max-Forwards ends.
 */
export function isLoop(request: SipRequest, serverName: string): boolean {
  const mark = `.${loopMark(request)}`
  return request.headers
    .list('Via')
    .map(parseVia)
    .some(({ host, parameters }) => host === serverName && parameters.get('branch')?.endsWith(mark))
}

/**
 * The copy of a request that goes to one target (RFC 3261 section 16.6, steps 1 to 7).
 * @param vias the request's Via values, the topmost stamped with where it came from
 */
export function forwardedRequest(
  request: SipRequest,
  target: Pick<Target, 'uri' | 'routes' | 'forwards'>,
  vias: readonly string[],
  recordRoute: string | null,
): SipRequest {
  const headers = new SipHeaders()
  for (const via of vias) headers.add('Via', via)
  if (recordRoute !== null) headers.add('Record-Route', recordRoute)
  for (const route of target.routes) headers.add('Route', route)
  const forwards = Number(request.headers.get('Max-Forwards') ?? defaultForwards + 1)
  headers.add('Max-Forwards', String(Math.max(0, forwards - 1 - target.forwards)))
  for (const { name, value } of request.headers) {
    if (!replaced.has(name.toLowerCase())) headers.add(name, value)
  }
  return { ...request, uri: target.uri, headers }
}

/** Headers that the proxy writes itself, or that are meant for this server only (section 22.3). */
const replaced = new Set([
  'via',
  'v',
  'route',
  'max-forwards',
  'proxy-authorization',
  'authorization',
  'proxy-require',
])

/** Takes this server's Via off a response (RFC 3261 section 16.7, step 3). */
export function withoutTopVia<Message extends { headers: SipHeaders }>(message: Message): Message {
  const headers = SipHeaders.from(message.headers)
  const vias = headers.list('Via').slice(1)
  headers.remove('Via')
  for (const via of vias.reverse()) headers.prepend('Via', via)
  return { ...message, headers }
}
