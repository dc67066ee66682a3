import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import type { LabApi } from '#contract'
import { listen } from '../../base/node/index.ts'
import type { ExportedLab } from '../../export/index.ts'
import type { LabProcesses } from '../lab-process/index.ts'
import { serveApi } from './api-web-socket.ts'
import { relayLabProcess } from './relay-lab-process.ts'
import { createRequestGuard } from './request-guard.ts'
import { exportPath, serveExport } from './serve-export.ts'
import { createPageHandler } from './serve-page.ts'

export interface WebOptions {
  api: LabApi
  /** The lab of which browsers can download exports. Without it there are none. */
  exported?: ExportedLab
  /** Labs in processes of their own, which a page reaches with `lab=ID` in the query. Without it there are none. */
  processes?: LabProcesses
  /** The built page. */
  pageFolder: string
  /** 0: any free one. */
  port: number
  /** Default: the loopback address. */
  host?: string
}

export interface WebFace {
  /** Address of the page, with this run's token. */
  readonly url: string
  close(): Promise<void>
}

/** The longest command has a scenario file of the editor in it; nothing bigger is read. */
const longestMessageBytes = 2 * 1024 * 1024

/**
 * Serves the page and the API to browsers on this machine. The page's files hold no secrets and are open to anyone who can
 * reach the port; the API answers only who has the token of this run, under a loopback name (against DNS rebinding) and,
 * in a browser, only to the page served here.
 */
export async function serveWeb({
  api,
  exported,
  processes,
  pageFolder,
  port,
  host = '127.0.0.1',
}: WebOptions): Promise<WebFace> {
  const token = randomBytes(32).toString('base64url')
  const page = createPageHandler(pageFolder)
  const server = createServer()
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const ownPort = await listenOn(server, host, port)
  const guard = createRequestGuard(ownPort, token)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessageBytes,
    perMessageDeflate: false,
  })

  server.on('request', (request, response) => {
    const isExport = request.url?.split('?', 1)[0] === exportPath
    if (exported && isExport) void serveExport(exported, guard, request, response)
    else if (guard.isForThisHost(request)) page(request, response, ownPort)
    else response.writeHead(403, { 'content-type': 'text/plain' }).end('This host name is not served here.\n')
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const refusal = guard.refusal(request, '/api')
    if (refusal) {
      const answer = `HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
      socket.end(answer, () => socket.destroy())
      return
    }
    const id = new URLSearchParams(request.url?.split('?', 2)[1]).get('lab')
    sockets.handleUpgrade(request, socket, head, (connection) => {
      if (id === null) serveApi(api, connection)
      else relayLabProcess(processes ?? null, id, connection)
    })
  })

  return {
    url: `http://${host}:${ownPort}/?token=${token}`,
    async close() {
      for (const connection of sockets.clients) connection.close(1001, 'the lab has ended')
      const closed = new Promise((resolve) => server.close(resolve))
      // A browser that does not answer the closing handshake must not keep the lab from ending.
      setImmediate(() => {
        for (const socket of open) socket.destroy()
      })
      await closed
    },
  }
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  // Ignore it: a browser whose connection was not accepted tries again.
  return listen(server, { part: 'web page', host, port, portFrom: '--http', onError() {} })
}
