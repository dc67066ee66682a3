import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Clock } from '../../../clock/index.ts'
import {
  readSequence,
  SipHeaders,
  type SipRequest,
  type SipResponse,
  SipStream,
  writeMessage,
} from '../../../protocols/sip/index.ts'

type Headers = readonly (readonly [name: string, value: string])[]

/** Parts of a request of a phone that a test may choose. */
export interface RequestDetails {
  target?: string
  to?: string
  callId?: string
  sequence?: number
  fromTag?: string
  headers?: Headers
  contentType?: string
  body?: string
  branch?: string
}

/** A request that was sent, and the responses to it. */
interface Asked {
  readonly request: SipRequest
  /** The next response to it, provisional ones too. */
  response(): Promise<SipResponse>
  /** Its final response. */
  final(): Promise<SipResponse>
}

/** One endpoint of a user, for tests: sends only what the test tells it to, and answers no request on its own. */
export interface SipPhone {
  readonly sipAddress: string
  readonly epid: string
  readonly contact: string
  readonly fromTag: string
  /** The gruu that the server gave it at registration; empty before. */
  gruu: string
  ask(method: string, details?: RequestDetails): Asked
  register(expires?: number): Promise<SipResponse>
  /** Waits for the next request of that method, and removes it from those that wait. */
  receives(method: string): Promise<SipRequest>
  /** Methods of the requests that arrived and that no `receives` has returned. */
  waiting(): string[]
  answer(request: SipRequest, status: number, reason: string, headers?: Headers): void
  /** Stops reading from the connection. */
  stopReading(): void
  close(): void
  readonly closed: Promise<void>
}

/** @param connected an open TLS connection; without it, the phone connects over TCP */
export async function openSipPhone(
  server: { port: number },
  user: string,
  clock?: Clock,
  connected?: Socket,
): Promise<SipPhone> {
  const socket = connected ?? connect({ host: '127.0.0.1', port: server.port })
  if (!connected) await once(socket, 'connect')
  const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
  clock?.flight.track(ports)
  const sipAddress = `sip:${user}@corp.example`
  const epid = randomBytes(5).toString('hex')
  const fromTag = randomBytes(5).toString('hex')
  const contact = `sip:${user}@127.0.0.1:${socket.localPort};transport=${connected ? 'tls' : 'tcp'};ms-opaque=${epid}`
  const toTag = randomBytes(5).toString('hex')
  const instance = randomUUID()
  const stream = new SipStream()
  const requests: SipRequest[] = []
  const responses: SipResponse[] = []
  let watchers: (() => void)[] = []
  let sequence = 0

  socket.on('data', (chunk: Buffer) => {
    for (const item of stream.push(chunk)) {
      if (item.kind !== 'message') continue
      if (item.message.kind === 'request') requests.push(item.message)
      else responses.push(item.message)
    }
    const told = watchers
    watchers = []
    for (const tell of told) tell()
    clock?.flight.received(ports, chunk.length)
  })
  socket.on('error', () => {})
  const closed = once(socket, 'close').then(() => {
    clock?.flight.forget(ports)
    for (const tell of watchers) tell()
  })

  function write(bytes: Buffer): void {
    clock?.flight.sent(ports, bytes.length)
    socket.write(bytes)
  }

  async function waitFor<Message>(
    messages: Message[],
    isWanted: (message: Message) => boolean,
  ): Promise<Message> {
    for (;;) {
      const index = messages.findIndex(isWanted)
      const [found] = index < 0 ? [] : messages.splice(index, 1)
      if (found !== undefined) return found
      if (socket.destroyed) throw new Error('the connection closed before the awaited message came')
      await new Promise<void>((resolve) => watchers.push(resolve))
    }
  }

  const phone: SipPhone = {
    sipAddress,
    epid,
    contact,
    fromTag,
    gruu: '',
    ask(method, details = {}) {
      sequence += 1
      const headers = new SipHeaders()
      const branch = details.branch ?? `z9hG4bK${randomUUID()}`
      headers.add('Via', `SIP/2.0/TCP 127.0.0.1:${socket.localPort};branch=${branch}`)
      headers.add('From', `<${sipAddress}>;tag=${details.fromTag ?? fromTag};epid=${epid}`)
      headers.add('To', details.to ?? `<${details.target ?? sipAddress}>`)
      headers.add('Call-ID', details.callId ?? randomUUID())
      headers.add('CSeq', `${details.sequence ?? sequence} ${method}`)
      if (!details.headers?.some(([name]) => name === 'Max-Forwards')) headers.add('Max-Forwards', '70')
      for (const [name, value] of details.headers ?? []) headers.add(name, value)
      if (details.contentType) headers.add('Content-Type', details.contentType)
      const request: SipRequest = {
        kind: 'request',
        method,
        uri: details.target ?? sipAddress,
        headers,
        body: Buffer.from(details.body ?? ''),
      }
      write(writeMessage(request))
      const response = () =>
        waitFor(
          responses,
          (message) =>
            message.headers.get('Via')?.includes(branch) === true &&
            readSequence(message.headers).method === method,
        )
      return {
        request,
        response,
        async final() {
          for (;;) {
            const message = await response()
            if (message.status >= 200) return message
          }
        },
      }
    },
    async register(expires = 7_200) {
      const answer = await phone
        .ask('REGISTER', {
          target: 'sip:corp.example',
          to: `<${sipAddress}>`,
          headers: [
            ['Contact', `<${contact}>;proxy=replace;+sip.instance="<urn:uuid:${instance}>"`],
            ['Event', 'registration'],
            ['Supported', 'gruu-10, adhoclist, msrtc-event-categories'],
            ['Expires', String(expires)],
          ],
        })
        .final()
      phone.gruu = /;gruu="([^"]+)"/.exec(answer.headers.get('Contact') ?? '')?.[1] ?? ''
      return answer
    },
    receives: (method) => waitFor(requests, (request) => request.method === method),
    waiting: () => requests.map(({ method }) => method),
    answer(request, status, reason, extra = []) {
      const headers = new SipHeaders()
      for (const name of ['Via', 'Record-Route', 'From', 'Call-ID', 'CSeq']) {
        for (const value of request.headers.all(name)) headers.add(name, value)
      }
      const to = request.headers.get('To') ?? ''
      headers.add('To', to.includes(';tag=') ? to : `${to};tag=${toTag}`)
      headers.add('Contact', `<${phone.gruu || contact}>`)
      for (const [name, value] of extra) headers.add(name, value)
      write(writeMessage({ kind: 'response', status, reason, headers, body: Buffer.alloc(0) }))
    },
    stopReading: () => socket.pause(),
    close: () => socket.destroy(),
    closed,
  }
  return phone
}
