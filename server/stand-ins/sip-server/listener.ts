import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls'
import type { Transport } from '#contract'
import { listen } from '../../base/node/index.ts'
import type { FaultGate, Passage } from '../../faults/index.ts'
import { describeOwnCertificate, judgePeer } from './peer-certificate.ts'

/** A certificate and its private key, both PEM. */
export interface PresentedCertificate {
  certificate: string
  key: string
}

/** So many connections at once; a service and its users need a handful. More are turned away. */
const maximumConnections = 1_024
const handshakeTimeMs = 10_000

export interface ListenerOptions {
  listen: { host: string; port: number; transport: Transport }
  certificates: PresentedCertificate & { ca: string }
  trustedServers: readonly string[]
  faults: FaultGate
  /** A connection is open, to a client unless its certificate is a trusted server's. */
  onConnection(socket: Socket, peer: { name: string; isTrusted: boolean; passage: Passage }): void
  onProblem(text: string): void
}

export interface Listener {
  readonly port: number
  /** The certificate for connections that a fault hits; null: there is none. */
  presentInstead(certificate: PresentedCertificate | null): void
  /** What the certificate shown says, in words; null over TCP. */
  describeCertificate(): string | null
  suspend(): Promise<void>
  resume(): Promise<void>
}

/** Accepts connections, over TLS from trusted servers (MTLS) and from clients that show no certificate. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { listen: at, certificates, trustedServers, faults, onConnection, onProblem } = options
  const sockets = new Set<Socket>()
  /** The way of each connection whose TLS handshake is not over. */
  const passages = new Map<string, Passage>()
  const usual = at.transport === 'tls' ? createTls(certificates) : null
  let wrong: { certificate: PresentedCertificate; server: TlsServer } | null = null
  const server = createServer(accept)
  server.maxConnections = maximumConnections
  let turnedAway = 0
  server.on('drop', () => {
    turnedAway += 1
    // Once, however many there are.
    if (turnedAway > 1) return
    onProblem(`a connection was turned away: ${maximumConnections} are open, which is the most`)
  })
  const listenOn = (port: number) =>
    listen(server, { part: 'Communications Server', host: at.host, port, onProblem })
  const port = await listenOn(at.port)

  /** Faults see a connection before TLS does, which is why TLS does not listen itself. */
  function accept(socket: Socket): void {
    const passage = faults.accept(socket)
    if (!passage) return
    sockets.add(socket)
    const peer = peerOf(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      passages.delete(peer)
      tellTurnedAway()
    })
    if (!usual) return onConnection(socket, { name: peer, isTrusted: false, passage })
    passages.set(peer, passage)
    const tls = wrong && faults.showsWrongCertificate() ? wrong.server : usual
    tls.emit('connection', socket)
  }

  function tellTurnedAway(): void {
    const count = turnedAway
    turnedAway = 0
    if (count <= 1) return
    onProblem(`${count} connections were turned away in all, until one of those that were open closed`)
  }

  function createTls(shown: PresentedCertificate): TlsServer {
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
      const passage = passages.get(peerOf(socket))
      if (!passage) {
        // Its connection is gone already.
        socket.destroy()
        return
      }
      if (judgement.standing === 'refused') {
        onProblem(judgement.problem)
        socket.destroy()
        return
      }
      onConnection(socket, { name: judgement.peerName, isTrusted: judgement.standing === 'server', passage })
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

  return {
    port,
    presentInstead(certificate) {
      wrong = certificate && { certificate, server: createTls(certificate) }
    },
    describeCertificate: () =>
      usual && describeOwnCertificate((wrong?.certificate ?? certificates).certificate),
    async suspend() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async resume() {
      if (!server.listening) await listenOn(port)
    },
  }
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress}:${socket.remotePort}`
}
