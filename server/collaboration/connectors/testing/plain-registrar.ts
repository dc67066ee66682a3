import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Clock } from '../../../lab/clock/index.ts'
import { SipHeaders, type SipRequest, SipStream, writeMessage } from '../../../sip/index.ts'

/** A SIP server as it stands in RFC 3261, over TCP: it registers, takes a MESSAGE, and knows nothing of Microsoft's. */
export interface PlainRegistrar {
  readonly port: number
  /** Methods of the requests that came, in order. */
  readonly requests: string[]
  close(): void
}

/** @param status what it answers to all that it does not know */
export async function startPlainRegistrar(
  clock: Clock,
  status: number,
  reason: string,
): Promise<PlainRegistrar> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const served = new Set(['OPTIONS', 'REGISTER', 'MESSAGE'])

  function answer(request: SipRequest, socket: Socket): void {
    requests.push(request.method)
    if (request.method === 'ACK') return
    const headers = new SipHeaders()
    for (const name of ['Via', 'From', 'Call-ID', 'CSeq']) {
      for (const value of request.headers.all(name)) headers.add(name, value)
    }
    headers.add('To', `${request.headers.get('To')};tag=plain`)
    if (request.method === 'REGISTER') headers.add('Expires', request.headers.get('Expires') ?? '3600')
    const isServed = served.has(request.method)
    // It takes no sessions either.
    const refusal =
      request.method === 'INVITE' ? ([488, 'Not Acceptable Here'] as const) : ([status, reason] as const)
    const [code, words] = isServed ? ([200, 'OK'] as const) : refusal
    const bytes = writeMessage({
      kind: 'response',
      status: code,
      reason: words,
      headers,
      body: Buffer.alloc(0),
    })
    clock.flight.sent(socket, bytes.length)
    socket.write(bytes)
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    const stream = new SipStream()
    const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
    socket.on('data', (chunk: Buffer) => {
      for (const item of stream.push(chunk)) {
        if (item.kind === 'message' && item.message.kind === 'request') answer(item.message, socket)
      }
      clock.flight.received(ports, chunk.length)
    })
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    requests,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
