import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Clock } from '../../../clock/index.ts'
import { readSequence, type SipRequest, type SipResponse, SipStream } from '../../../protocols/sip/index.ts'

type Headers = Record<string, string | readonly string[] | undefined>

/** A peer of the server, for tests: it writes its requests header by header, and answers no request on its own. */
export interface RawPeer {
  readonly port: number
  /** Sends a request, and returns its final response. Headers have usual values unless given; `undefined` leaves one out. */
  ask(method: string, target: string, headers?: Headers, body?: string | Uint8Array): Promise<SipResponse>
  /** Registers `user` with these Contact values. */
  register(user: string, contacts: string | readonly string[], headers?: Headers): Promise<SipResponse>
  /** Waits for the next request of that method, and removes it from those that wait. */
  receives(method: string): Promise<SipRequest>
  /** Answers a request with its own headers. */
  answer(request: SipRequest, status: number, headers?: Headers): void
  /** Methods of the requests that arrived and that no `receives` has returned. */
  waiting(): string[]
  write(bytes: string | Uint8Array): void
  /** Waits for the next response, whichever request it answers. */
  response(): Promise<SipResponse>
  readonly isClosed: boolean
  close(): void
  readonly closed: Promise<void>
}

export async function openRawPeer(server: { port: number }, clock?: Clock): Promise<RawPeer> {
  const socket = connect({ host: '127.0.0.1', port: server.port })
  await once(socket, 'connect')
  const { localPort, remotePort } = socket
  const ports = { localPort, remotePort }
  clock?.flight.track(ports)
  const stream = new SipStream()
  const requests: SipRequest[] = []
  const responses: SipResponse[] = []
  let watchers: (() => void)[] = []
  let sequence = 0

  function wake(): void {
    const woken = watchers
    watchers = []
    for (const wakeOne of woken) wakeOne()
  }

  socket.on('data', (chunk: Buffer) => {
    for (const item of stream.push(chunk)) {
      if (item.kind !== 'message') continue
      if (item.message.kind === 'request') requests.push(item.message)
      else responses.push(item.message)
    }
    wake()
    clock?.flight.received(ports, chunk.length)
  })
  socket.on('error', () => {})
  const closed = once(socket, 'close').then(() => {
    clock?.flight.forget(ports)
    wake()
  })

  async function waitFor<Message>(
    from: Message[],
    isWanted: (message: Message) => boolean,
  ): Promise<Message> {
    for (;;) {
      const index = from.findIndex(isWanted)
      const [found] = index < 0 ? [] : from.splice(index, 1)
      if (found !== undefined) return found
      if (socket.destroyed) throw new Error('the connection closed before the awaited message came')
      await new Promise<void>((resolve) => watchers.push(resolve))
    }
  }

  function write(bytes: string | Uint8Array): void {
    const buffer = Buffer.from(bytes)
    clock?.flight.sent(ports, buffer.length)
    socket.write(buffer)
  }

  function writeAll(startLine: string, headers: Headers, body: string | Uint8Array): void {
    const content = Buffer.from(body)
    const lines = Object.entries({ ...headers, 'Content-Length': String(content.length) }).flatMap(
      ([name, values]) => {
        const all = values === undefined || typeof values === 'string' ? [values] : values
        return all.flatMap((value) => (value === undefined ? [] : [`${name}: ${value}`]))
      },
    )
    write(Buffer.concat([Buffer.from(`${[startLine, ...lines].join('\r\n')}\r\n\r\n`), content]))
  }

  const peer: RawPeer = {
    port: socket.localPort ?? 0,
    async ask(method, target, headers = {}, body = '') {
      sequence += 1
      const branch = `z9hG4bK${randomUUID()}`
      const all: Headers = {
        Via: `SIP/2.0/TCP 127.0.0.1:${socket.localPort};branch=${branch}`,
        From: '<sip:carol@corp.example>;tag=raw',
        To: `<${target}>`,
        'Call-ID': randomUUID(),
        CSeq: `${sequence} ${method}`,
        'Max-Forwards': '70',
        ...headers,
      }
      writeAll(`${method} ${target} SIP/2.0`, all, body)
      const mine =
        [branch, ...[all.Via ?? []].flat().map((via) => /branch=([^;]+)/.exec(via)?.[1])].at(-1) ?? branch
      return waitFor(
        responses,
        ({ status, headers: theirs }) =>
          status >= 200 &&
          theirs.get('Via')?.includes(mine) === true &&
          readSequence(theirs).method === method,
      )
    },
    register: (user, contacts, headers = {}) =>
      peer.ask('REGISTER', 'sip:corp.example', {
        From: `<sip:${user}@corp.example>;tag=raw`,
        To: `<sip:${user}@corp.example>`,
        Contact: contacts,
        Expires: '600',
        ...headers,
      }),
    receives: (method) => waitFor(requests, (request) => request.method === method),
    answer(request, status, headers = {}) {
      const to = request.headers.get('To') ?? ''
      const copied: Headers = { To: to.includes(';tag=') ? to : `${to};tag=answered` }
      for (const name of ['Via', 'From', 'Call-ID', 'CSeq', 'Record-Route']) {
        copied[name] = request.headers.all(name)
      }
      writeAll(`SIP/2.0 ${status} Answer`, { ...copied, ...headers }, '')
    },
    waiting: () => requests.map(({ method }) => method),
    write,
    response: () => waitFor(responses, () => true),
    get isClosed() {
      return socket.destroyed
    },
    close: () => socket.destroy(),
    closed,
  }
  return peer
}
