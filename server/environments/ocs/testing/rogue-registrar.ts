import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Clock } from '../../../clock/index.ts'
import {
  SipHeaders,
  type SipRequest,
  type SipResponse,
  SipStream,
  writeMessage,
} from '../../../protocols/sip/index.ts'

/** A SIP server over TCP that answers with the bytes that a test chooses, and by default with 200. */
export interface RogueRegistrar {
  readonly port: number
  /** All received requests, in order. */
  readonly requests: SipRequest[]
  readonly responses: SipResponse[]
  /** Called for each received response. */
  handleResponse: (response: SipResponse) => void
  /** Called for each received request. @returns false if the registrar should answer with 200 */
  handleRequest: (request: SipRequest) => boolean
  /** Number of open connections. */
  readonly connections: number
  /** Closes every connection. */
  hangUp(): void
  /** Sends bytes over the newest connection. */
  send(bytes: Buffer | string): void
  close(): void
}

export async function startRogueRegistrar(clock: Clock): Promise<RogueRegistrar> {
  const sockets = new Set<Socket>()

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const stream = new SipStream()
    const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
    socket.on('data', (chunk: Buffer) => {
      for (const item of stream.push(chunk)) {
        if (item.kind !== 'message') continue
        if (item.message.kind === 'request') receive(item.message)
        else {
          registrar.responses.push(item.message)
          registrar.handleResponse(item.message)
        }
      }
      clock.flight.received(ports, chunk.length)
    })
    socket.on('error', () => {})
  })

  function receive(request: SipRequest): void {
    registrar.requests.push(request)
    if (!registrar.handleRequest(request) && request.method !== 'ACK') registrar.send(answerTo(request))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const registrar: RogueRegistrar = {
    port: typeof address === 'object' && address ? address.port : 0,
    requests: [],
    responses: [],
    handleRequest: () => false,
    get connections() {
      return sockets.size
    },
    hangUp() {
      for (const socket of sockets) {
        // Hold virtual time until the other end has noticed that the connection is closed.
        clock.flight.sent(socket, 1)
        socket.destroy()
      }
    },
    handleResponse: () => {},
    send(text) {
      const socket = [...sockets].at(-1)
      const bytes = Buffer.from(text)
      if (!socket) return
      clock.flight.sent(socket, bytes.length)
      socket.write(bytes)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  return registrar
}

/** A valid answer, except for the given changes. A header whose value is `null` is omitted. */
export function answerTo(
  request: SipRequest,
  status = 200,
  changes: { headers?: Readonly<Record<string, string | readonly string[] | null>>; body?: string } = {},
): Buffer {
  const headers = new SipHeaders()
  const wrong = changes.headers ?? {}
  const own: Record<string, readonly string[]> = { 'Content-Length': [] }
  for (const name of ['Via', 'From', 'To', 'Call-ID', 'CSeq']) own[name] = request.headers.all(name)
  const [to = ''] = own.To ?? []
  own.To = [/;tag=/.test(to) ? to : `${to};tag=rogue`]
  own.Contact = ['<sip:rogue@127.0.0.1:5060;transport=tcp>']
  if (request.method === 'REGISTER') {
    own.Contact = request.headers.all('Contact')
    own.Expires = ['3600']
  }
  for (const [name, values] of Object.entries(own)) {
    if (!Object.hasOwn(wrong, name)) for (const value of values) headers.add(name, value)
  }
  for (const [name, value] of Object.entries(wrong)) {
    for (const each of value === null ? [] : [value].flat()) headers.add(name, each)
  }
  const body = Buffer.from(changes.body ?? '')
  return writeMessage({ kind: 'response', status, reason: 'Rogue', headers, body })
}
