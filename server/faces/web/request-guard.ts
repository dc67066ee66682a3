import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface RequestGuard {
  /** Whether the request names a loopback host of this port: a page of another site that resolves to us does not. */
  isForThisHost(request: IncomingMessage): boolean
  /** @returns the HTTP status with which a request for the path is refused, or null where it is let in */
  refusal(request: IncomingMessage, path: string): string | null
}

/** Decides who may use the API. */
export function createRequestGuard(port: number, token: string): RequestGuard {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  const origins = new Set([...hosts].map((host) => `http://${host}`))
  const isForThisHost = (request: IncomingMessage) => hosts.has(request.headers.host?.toLowerCase() ?? '')

  return {
    isForThisHost,
    refusal(request, wanted) {
      const [path, query] = (request.url ?? '').split('?', 2)
      const { origin } = request.headers
      if (!isForThisHost(request)) return '403 Forbidden'
      // Every browser sends an Origin when it opens a WebSocket; what sends none is a program of this machine.
      if (origin !== undefined && !origins.has(origin)) return '403 Forbidden'
      if (path !== wanted) return '404 Not Found'
      const given = new URLSearchParams(query).get('token') ?? ''
      return isSame(given, token) ? null : '401 Unauthorized'
    },
  }
}

/** Compares in constant time, so that timing tells nothing about the token. */
export function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
