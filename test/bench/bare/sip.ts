import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTls, createSecureContext, createServer, type TLSSocket } from 'node:tls'
import { openAuthority } from '../../../server/certificates/index.ts'
import { closeBare, cutMessages, listenBare } from './connections.ts'

/** A SIP message, split into its lines and its body. */
export interface BareSip {
  /** The first line, then one header each. */
  lines: string[]
  body: string
}

/** One end of a TLS connection that carries SIP. */
export interface BareSipEnd {
  /** Address and port of the client's end. */
  readonly clientAddress: string
  send(message: BareSip): void
  /** Called with each message that arrives. */
  onMessage: (message: BareSip) => void
  /** Resolves when the connection is closed. */
  close(): Promise<void>
}

export interface BareSipNetwork {
  /** Opens a connection. @param showsCertificate whether it is mutual TLS, as between servers */
  open(showsCertificate: boolean): Promise<{ client: BareSipEnd; server: BareSipEnd }>
  close(): Promise<void>
}

/** A TLS server with certificates like those of a lab, and clients that check them. */
export async function openBareSipNetwork(): Promise<BareSipNetwork> {
  const authority = await openAuthority({ folder: null, dns: 'corp.example' })
  const own = await authority.issue('communications-server', 'valid')
  const service = await authority.issue('service', 'valid')
  const ca = authority.certificate
  const sockets = new Set<TLSSocket>()
  const waiting = new Map<string, (socket: TLSSocket) => void>()
  const server = createServer(
    {
      cert: own.certificate,
      key: own.key,
      ca,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      noDelay: true,
    },
    (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      waiting.get(`${socket.remoteAddress}:${socket.remotePort}`)?.(socket)
    },
  )
  const port = await listenBare(server)
  const asUser = createSecureContext({ ca })
  const asServer = createSecureContext({ ca, cert: service.certificate, key: service.key })
  return {
    async open(showsCertificate) {
      const socket = connectTls({
        port,
        host: '127.0.0.1',
        servername: own.hostName,
        secureContext: showsCertificate ? asServer : asUser,
      })
      socket.setNoDelay(true)
      await once(socket, 'connect')
      const address = `${socket.localAddress}:${socket.localPort}`
      const accepted = new Promise<TLSSocket>((resolve) => waiting.set(address, resolve))
      await once(socket, 'secureConnect')
      const far = await accepted
      waiting.delete(address)
      if (showsCertificate && !far.authorized) throw new Error('the server refuses the certificate')
      return { client: openEnd(socket, address), server: openEnd(far, address) }
    },
    close: () => closeBare(server, sockets),
  }
}

function openEnd(socket: TLSSocket, clientAddress: string): BareSipEnd {
  const end: BareSipEnd = {
    clientAddress,
    send: ({ lines, body }) =>
      socket.write(`${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
    onMessage: () => {},
    async close() {
      const closed = once(socket, 'close')
      socket.end()
      await closed
    },
  }
  cutMessages(socket, messageLength, (bytes) => end.onMessage(split(bytes)))
  return end
}

/** Length of the message that starts there; null: it is not whole. */
function messageLength(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const length = bytes.indexOf('\r\nContent-Length: ')
  const bodyLength = Number(bytes.toString('latin1', length + 18, bytes.indexOf('\r\n', length + 18)))
  return headEnd + 4 + bodyLength
}

function split(bytes: Buffer): BareSip {
  const headEnd = bytes.indexOf('\r\n\r\n')
  const lines = bytes.toString('utf8', 0, headEnd).split('\r\n')
  // Content-Length, which every message is sent with anew.
  lines.pop()
  return { lines, body: bytes.toString('utf8', headEnd + 4) }
}

/** The value of a header. */
export function header({ lines }: BareSip, name: string): string {
  const start = `${name}: `
  return lines.find((line) => line.startsWith(start))?.slice(start.length) ?? ''
}

/** The whole line of a header. */
function headerLine({ lines }: BareSip, name: string): string {
  return lines.find((line) => line.startsWith(`${name}: `)) ?? ''
}

/** The URI in a From or To header. */
export function addressIn(value: string): string {
  return value.slice(value.indexOf('<') + 1, value.indexOf('>'))
}

/** A parameter of a header's value, without quotes. */
export function parameter(value: string, name: string): string {
  const start = value.indexOf(`${name}=`)
  if (start < 0) return ''
  const from = start + name.length + 1
  return /[^;,\s"]*/.exec(value.slice(value[from] === '"' ? from + 1 : from))?.[0] ?? ''
}

/** The client's requests on one connection, whose answers are found by their branches. */
export class BareSipClient {
  readonly #end: BareSipEnd
  readonly #waiting = new Map<string, (answer: BareSip) => void>()
  onRequest: (request: BareSip) => void = () => {}

  constructor(end: BareSipEnd) {
    this.#end = end
    end.onMessage = (message) => {
      if (!isAnswer(message)) return this.onRequest(message)
      const branch = parameter(header(message, 'Via'), 'branch')
      const resolve = this.#waiting.get(branch)
      this.#waiting.delete(branch)
      resolve?.(message)
    }
  }

  get address(): string {
    return this.#end.clientAddress
  }

  /** Sends a request and waits for its answer. @param secure what is done to the message before it is sent */
  request(
    [start, ...headers]: [string, ...string[]],
    body: string,
    secure: (message: BareSip) => BareSip = (message) => message,
  ): Promise<BareSip> {
    const branch = `z9hG4bK${randomBytes(10).toString('hex')}`
    const via = `Via: SIP/2.0/TLS ${this.#end.clientAddress};branch=${branch}`
    return new Promise((resolve) => {
      this.#waiting.set(branch, resolve)
      this.#end.send(secure({ lines: [start, via, ...headers], body }))
    })
  }

  send(message: BareSip): void {
    this.#end.send(message)
  }
}

export function isAnswer({ lines }: BareSip): boolean {
  return lines[0]?.startsWith('SIP/2.0 ') ?? false
}

/** The answer to a request, with the headers that every answer repeats. @param toTag added to To; empty: it has one */
export function answerTo(
  request: BareSip,
  status: string,
  toTag: string,
  headers: readonly string[],
  body = '',
): BareSip {
  const to = headerLine(request, 'To')
  return {
    lines: [
      `SIP/2.0 ${status}`,
      ...request.lines.filter((line) => line.startsWith('Via: ')),
      headerLine(request, 'From'),
      toTag === '' ? to : `${to};tag=${toTag}`,
      headerLine(request, 'Call-ID'),
      headerLine(request, 'CSeq'),
      ...headers,
    ],
    body,
  }
}
