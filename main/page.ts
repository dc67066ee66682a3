import { readFile } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'

/** The page has its own scheme, since a page at `file://` could read every file of the person. */
const scheme = 'bramble'
const host = 'lab'
export const pageUrl = `${scheme}://${host}/index.html`
/** The same, which says that its predecessor crashed. */
export const recoveredPageUrl = `${pageUrl}?recovered`

/** The types of the page's files. Other files are served as `application/octet-stream`, which the browser does not run. */
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Content security policy: the page loads only its own files and evaluates no text as code. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Must run before Electron is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/**
 * Serves the built page to windows of this app.
 *
 * `registerBufferProtocol` is deprecated, but `protocol.handle` loads all of Node's fetch, a tenth of what the main process takes to
 * start. When Electron removes it, use `protocol.handle` here; nothing else changes.
 */
export function servePage(folder: string): void {
  protocol.registerBufferProtocol(scheme, (request, respond) => {
    const file = fileOf(request, folder)
    if (file === null) return respond({ statusCode: 404 })
    readFile(file, (error, data) => {
      if (error) return respond({ statusCode: 404 })
      const headers = {
        ...pageHeaders,
        'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      }
      respond({ data, headers })
    })
  })
}

function fileOf(request: { method: string; url: string }, folder: string): string | null {
  if (request.method !== 'GET') return null
  try {
    const url = new URL(request.url)
    if (url.host !== host) return null
    const file = normalize(join(folder, decodeURIComponent(url.pathname)))
    return file.startsWith(folder + sep) ? file : null
  } catch {
    return null
  }
}

/** Whether an address is that of the page, with any query or fragment. Other files of the page's folder do not count. */
export function isPageUrl(address: string): boolean {
  try {
    const { protocol: itsScheme, host: itsHost, pathname } = new URL(address)
    return itsScheme === `${scheme}:` && itsHost === host && pathname === new URL(pageUrl).pathname
  } catch {
    return false
  }
}
