import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { Failure } from '../../base/index.ts'

/** Serves the built page, with headers that let it load only its own files. */
export function createPageHandler(folder: string) {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Failure('page-missing', { file: join(folder, 'index.html') })
  }
  const files = sirv(folder, { etag: true })
  return (request: IncomingMessage, response: ServerResponse, port: number, host?: string) => {
    for (const [name, value] of Object.entries(headers(port, host))) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n')
    })
  }
}

/** @param host under which others reach the page, if they may */
function headers(port: number, host?: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}${host === undefined ? '' : ` ws://${host}`}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}
