import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { Failure } from '../lab/failure.ts'
import type { Transport } from '../lab/vocabulary.ts'
import type { PresentedCertificate } from './communications-server.ts'
import { describeOwnCertificate, judgePeer } from './peer-certificate.ts'

/** So many connections at once; a service and its users need a handful. More are turned away. */
const maximumConnections = 1_024
const handshakeTimeMs = 10_000

export interface ListenerOptions {
  listen: { host: string; port: number; transport: Transport }
  certificates: PresentedCertificate & { ca: string }
  trustedServers: readonly string[]
  /** A connection is open, to a client unless its certificate is a trusted server's. */
  onConnection(socket: Socket, peer: { name: string; isTrusted: boolean }): void
  onProblem(text: string): void
}

export interface Listener {
  readonly port: number
  present(certificate: PresentedCertificate): void
  /** What the certificate shown says, in words; null over TCP. */
  describeCertificate(): string | null
  suspend(): Promise<void>
  resume(): Promise<void>
}

/** Accepts connections, over TLS from trusted servers (MTLS) and from clients that show no certificate. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { listen, certificates, trustedServers, onConnection, onProblem } = options
  const sockets = new Set<Socket>()
  let shown: PresentedCertificate = certificates
  const server = listen.transport === 'tls' ? createTls() : createServer(onConnectionOf)
  server.maxConnections = maximumConnections
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('drop', () => {
    onProblem(`a connection was turned away: ${maximumConnections} are open, which is the most`)
  })
  const { port } = await start(server, listen.host, listen.port)

  function createTls() {
    const made = createTlsServer({
      cert: shown.certificate,
      key: shown.key,
      ca: certificates.ca,
      requestCert: true,
      // Judged below, where the cause can be told; nobody is let in unjudged. Clients have no certificate to show.
      rejectUnauthorized: false,
      handshakeTimeout: handshakeTimeMs,
      minVersion: 'TLSv1.2',
    })
    made.on('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => {})
      const judgement = judgePeer(socket, trustedServers)
      if (judgement.standing === 'refused') {
        onProblem(judgement.problem)
        socket.destroy()
        return
      }
      onConnection(socket, { name: judgement.peerName, isTrusted: judgement.standing === 'server' })
    })
    made.on('tlsClientError', (error: Error, socket: TLSSocket) => {
      const client = socket.remoteAddress ?? 'a client'
      const isClosed = 'code' in error && error.code === 'ECONNRESET'
      onProblem(
        isClosed
          ? `${client} closed its connection during the TLS handshake: it may not trust the certificate shown here, ${describeOwnCertificate(shown.certificate)}`
          : `a TLS handshake with ${client} failed: ${error.message}`,
      )
    })
    return made
  }

  function onConnectionOf(socket: Socket): void {
    onConnection(socket, { name: `${socket.remoteAddress}:${socket.remotePort}`, isTrusted: false })
  }

  return {
    port,
    present(certificate) {
      shown = certificate
      if ('setSecureContext' in server) {
        server.setSecureContext({
          cert: certificate.certificate,
          key: certificate.key,
          ca: certificates.ca,
          minVersion: 'TLSv1.2',
        })
      }
    },
    describeCertificate: () =>
      listen.transport === 'tls' ? describeOwnCertificate(shown.certificate) : null,
    async suspend() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async resume() {
      if (!server.listening) await start(server, listen.host, port)
    },
  }
}

async function start(server: Server, host: string, port: number): Promise<{ port: number }> {
  try {
    server.listen({ host, port })
    await once(server, 'listening')
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const what = isTaken ? 'is used by another program' : `cannot be listened on: ${String(error)}`
    throw new Failure('listen', `port ${port} of ${host}, for the Communications Server, ${what}`, {
      remedy: 'End the other program, or set communicationsServer.listen in the lab file to another port.',
      cause: error,
    })
  }
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : port }
}
