import { EventEmitter, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Clock } from '../../../clock/index.ts'
import { SipHeaders, type SipRequest, SipStream, writeMessage } from '../../../protocols/sip/index.ts'

/** A SIP server as it stands in RFC 3261, over TCP: it registers, takes a MESSAGE, and knows nothing of Microsoft's. */
export interface PlainRegistrar {
  readonly port: number
  /** Methods of the requests that came, in order. */
  readonly requests: string[]
  /** Sends a MESSAGE over the newest connection. @returns the status of its answer */
  bring(message: { uri: string; to: string; text: string }): Promise<number>
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
  const answers = new EventEmitter()
  let count = 0
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
        if (item.kind !== 'message') continue
        if (item.message.kind === 'request') answer(item.message, socket)
        else answers.emit(item.message.headers.get('Call-ID') ?? '', item.message.status)
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
    async bring({ uri, to, text }) {
      const socket = [...sockets].at(-1)
      if (!socket) throw new Error('nobody is connected')
      count += 1
      const body = Buffer.from(text)
      const headers = SipHeaders.from([
        ['Via', `SIP/2.0/TCP plain.example;branch=z9hG4bKplain${count}`],
        ['From', '<sip:bob@corp.example>;tag=bob'],
        ['To', to],
        ['Call-ID', `plain-${count}`],
        ['CSeq', '1 MESSAGE'],
        ['Content-Type', 'text/plain'],
        ['Content-Length', String(body.length)],
      ])
      const bytes = writeMessage({ kind: 'request', method: 'MESSAGE', uri, headers, body })
      clock.flight.sent(socket, bytes.length)
      socket.write(bytes)
      const [status] = await once(answers, `plain-${count}`)
      return Number(status)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
