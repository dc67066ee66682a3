import { hash } from 'node:crypto'
import { parseVia, SipHeaders, type SipRequest } from '../../../protocols/sip/index.ts'
import type { Target } from './routing.ts'

/** Default of Max-Forwards (RFC 3261 section 16.6, step 3). */
export const defaultForwards = 70

/** The mark in this server's Via values that detects loops. */
export function loopMark(request: SipRequest): string {
  const { headers } = request
  const parts = [
    request.uri,
    ...['From', 'To', 'Call-ID', 'CSeq', 'Route'].map((name) => headers.get(name) ?? ''),
  ]
  return hash('sha256', parts.join('\n')).slice(0, 16)
}

/**
 * Whether the same request has been here before (RFC 3261 section 16.3, step 4). A request that comes back changed is a spiral,
 * which Max-Forwards ends.
 */
export function isLoop(request: SipRequest, serverName: string): boolean {
  const own = request.headers
    .list('Via')
    .map(parseVia)
    .filter(({ host }) => host === serverName)
  // Most requests have not been here, so their mark is not needed.
  if (own.length === 0) return false
  const mark = `.${loopMark(request)}`
  return own.some(({ parameters }) => parameters.get('branch')?.endsWith(mark))
}

/**
 * The copy of a request that goes to one target (RFC 3261 section 16.6, steps 1 to 7).
 * @param vias the request's Via values, the topmost with the source address added
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
  headers.addOthers(request.headers, replaced)
  return { ...request, uri: target.uri, headers }
}

/** Headers that the proxy writes itself, or that are only for this server (section 22.3). */
const replaced = new Set([
  'via',
  'route',
  'max-forwards',
  'proxy-authorization',
  'authorization',
  'proxy-require',
])

const onlyVia = new Set(['via'])

/** Removes this server's Via from a response (RFC 3261 section 16.7, step 3). */
export function withoutTopVia<Message extends { headers: SipHeaders }>(message: Message): Message {
  const headers = new SipHeaders()
  for (const via of message.headers.list('Via').slice(1)) headers.add('Via', via)
  headers.addOthers(message.headers, onlyVia)
  return { ...message, headers }
}
