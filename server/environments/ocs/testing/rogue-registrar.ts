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

/** A SIP server over TCP that answers as a test tells it to, byte for byte, and otherwise with 200. */
export interface RogueRegistrar {
  readonly port: number
  /** What came and was not taken, in order. */
  readonly requests: SipRequest[]
  readonly responses: SipResponse[]
  /** Told of each answer that comes. */
  hears: (response: SipResponse) => void
  /** Asked about each request that comes. @returns whether it dealt with it */
  deals: (request: SipRequest) => boolean
  /** How many are open. */
  readonly connections: number
  /** Closes every connection. */
  hangUp(): void
  /** Writes over the newest connection. */
  say(bytes: Buffer | string): void
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
        if (item.message.kind === 'request') take(item.message)
        else {
          registrar.responses.push(item.message)
          registrar.hears(item.message)
        }
      }
      clock.flight.received(ports, chunk.length)
    })
    socket.on('error', () => {})
  })

  function take(request: SipRequest): void {
    registrar.requests.push(request)
    if (!registrar.deals(request) && request.method !== 'ACK') registrar.say(answerTo(request))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const registrar: RogueRegistrar = {
    port: typeof address === 'object' && address ? address.port : 0,
    requests: [],
    responses: [],
    deals: () => false,
    get connections() {
      return sockets.size
    },
    hangUp() {
      for (const socket of sockets) {
        // Virtual time stands still until the other end has noticed.
        clock.flight.sent(socket, 1)
        socket.destroy()
      }
    },
    hears: () => {},
    say(text) {
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

/** An answer as it should be, but for what is changed: a header that is `null` is left out. */
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
