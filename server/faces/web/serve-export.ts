import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportRequest } from '#contract'
import { asFailure, describeFailure, Failure } from '../../base/index.ts'
import { type Export, type ExportedLab, openExport } from '../../export/index.ts'
import type { RequestGuard } from './request-guard.ts'

export const exportPath = '/export'

/** Answers a browser's download with an export, which is made as the browser takes it. */
export async function serveExport(
  lab: ExportedLab,
  guard: RequestGuard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = request.method === 'GET' ? guard.refusal(request, exportPath) : '405 Method Not Allowed'
  if (refusal !== null) {
    response.writeHead(Number(refusal.slice(0, 3)), { 'content-type': 'text/plain' }).end(`${refusal}\n`)
    return
  }
  let made: Export
  try {
    made = await openExport(lab, exportRequest.parse(requestIn(request.url ?? '')))
  } catch (thrown) {
    const failure = asFailure(thrown)
    const code = failure instanceof Failure ? failure.code : 'bad-input'
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ code, message: describeFailure(failure) }))
    return
  }
  response.writeHead(200, {
    'content-type': made.type,
    'content-disposition': `attachment; filename="${made.name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  try {
    await pipeline(Readable.from(made.content, { objectMode: false }), response)
  } catch {
    // The browser gave up, or the export failed: what is broken off does not look like a whole file.
    response.destroy()
  }
}

function requestIn(url: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(url.split('?', 2)[1]).get('request') ?? '')
  } catch {
    return null
  }
}
