import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { ConnectionState } from './channel.ts'
import { backOffMs, socketChannel } from './socket-channel.ts'

it('waits longer each time, and never longer than eight seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map(backOffMs)).toEqual([400, 800, 1_600, 3_200, 6_400, 8_000, 8_000])
})

describe('a connection to a server', () => {
  /** As in a browser, where an attempt that fails throws nothing. */
  class BrowserWebSocket extends WebSocket {
    constructor(url: string) {
      super(url)
      this.on('error', () => {})
    }
  }
  vi.stubGlobal('WebSocket', BrowserWebSocket)
  const servers = new Set<Server>()

  afterEach(() => {
    for (const server of servers) end(server)
  })

  /** Serves a page, and the API to those who have the token. */
  async function serve(token: string, port = 0): Promise<{ server: Server; port: number }> {
    const sockets = new WebSocketServer({ noServer: true })
    const server = createServer((_, response) => response.end())
    server.on('upgrade', (request, socket, head) => {
      if (request.url === `/api?token=${token}`) sockets.handleUpgrade(request, socket, head, () => {})
      else socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    })
    server.on('close', () => {
      for (const client of sockets.clients) client.terminate()
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    servers.add(server)
    const address = server.address()
    return { server, port: typeof address === 'object' && address !== null ? address.port : 0 }
  }

  function end(server: Server): void {
    servers.delete(server)
    server.close()
    server.closeAllConnections()
    server.emit('close')
  }

  /** Waits until the channel is in this state. */
  function reached(channel: ReturnType<typeof socketChannel>, wanted: ConnectionState): Promise<void> {
    return new Promise((resolve) => channel.onState((state) => state === wanted && resolve()))
  }

  it('comes back when the same server does', async () => {
    const { server, port } = await serve('one')
    const channel = socketChannel(`ws://127.0.0.1:${port}/api?token=one`)
    await reached(channel, 'open')
    end(server)
    await reached(channel, 'lost')
    await serve('one', port)
    await reached(channel, 'open')
  })

  it('is given up when the server that is back has another token', async () => {
    const { server, port } = await serve('one')
    const channel = socketChannel(`ws://127.0.0.1:${port}/api?token=one`)
    await reached(channel, 'open')
    end(server)
    await reached(channel, 'lost')
    await serve('two', port)
    await reached(channel, 'refused')
  })
})
