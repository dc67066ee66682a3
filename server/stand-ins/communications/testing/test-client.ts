import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type SipResponse, SipStream } from '../../../protocols/sip/index.ts'

/** A minimal SIP client for tests: it writes the given bytes, and returns the responses. */
export interface TestClient {
  readonly socket: Socket
  write(text: string | Uint8Array): void
  /** The next response. */
  response(): Promise<SipResponse>
  /** The kinds of all other items that arrived. */
  readonly others: string[]
  readonly closed: Promise<void>
}

export async function openTestClient(
  server: { port: number },
  tls?: { ca: string; cert?: string; key?: string },
): Promise<TestClient> {
  const address = { host: '127.0.0.1', port: server.port }
  const socket = tls
    ? connectTls({ ...address, ...tls, servername: 'ocs.corp.example' })
    : connectTcp(address)
  const stream = new SipStream()
  const responses: SipResponse[] = []
  const others: string[] = []
  let arrived = () => {}
  socket.on('data', (chunk: Buffer) => {
    for (const item of stream.push(chunk)) {
      if (item.kind === 'message' && item.message.kind === 'response') responses.push(item.message)
      else others.push(item.kind)
    }
    arrived()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      arrived()
      resolve()
    })
  })
  await once(socket, tls ? 'secureConnect' : 'connect')
  return {
    socket,
    others,
    closed,
    write: (text) => socket.write(text),
    async response() {
      while (responses.length === 0) {
        if (socket.destroyed) throw new Error('the connection is closed, and no response came')
        await new Promise<void>((resolve) => {
          arrived = resolve
        })
      }
      const [first] = responses.splice(0, 1)
      if (!first) throw new Error('no response')
      return first
    },
  }
}

/** A request as text; `undefined` leaves a header out. */
export function requestText(
  method: string,
  changes: Record<string, string | undefined> = {},
  target = 'sip:corp.example',
): string {
  const branch = randomUUID()
  const headers: Record<string, string | undefined> = {
    Via: `SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK${branch}`,
    'Max-Forwards': '70',
    From: '<sip:alice@corp.example>;tag=1;epid=c8ca638a15',
    To: '<sip:alice@corp.example>',
    'Call-ID': branch,
    CSeq: `1 ${method}`,
    'Content-Length': '0',
    ...changes,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  )
  return `${method} ${target} SIP/2.0\r\n${lines.join('\r\n')}\r\n\r\n`
}

export const instance = '<urn:uuid:34d859db-6585-5f91-a3b4-de853c15347d>'

/** A REGISTER as a Communicator sends it. */
export function registerText(changes: Record<string, string | undefined> = {}): string {
  return requestText('REGISTER', {
    Contact: `<sip:127.0.0.1:12723;transport=tcp;ms-opaque=fad3dfab32>;proxy=replace;+sip.instance="${instance}"`,
    Event: 'registration',
    Supported: 'gruu-10, adhoclist, msrtc-event-categories',
    'ms-keep-alive': 'UAC;hop-hop=yes',
    Expires: '7200',
    ...changes,
  })
}
