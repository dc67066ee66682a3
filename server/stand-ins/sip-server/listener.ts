import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls'
import { causeOf, type Notice, type PeerName, type ShownCertificate, type Transport } from '#contract'
import { listen } from '../../base/node/index.ts'
import type { FaultGate, Passage } from '../../faults/index.ts'
import { judgePeer, readOwnCertificate } from './peer-certificate.ts'

/** A certificate and its private key, both PEM. */
export interface PresentedCertificate {
  certificate: string
  key: string
}

/** Maximum number of connections; a service and its users need a handful. Further ones are refused. */
const maximumConnections = 1_024
const handshakeTimeMs = 10_000

export interface ListenerOptions {
  listen: { host: string; port: number; transport: Transport }
  certificates: PresentedCertificate & { ca: string }
  trustedServers: readonly string[]
  faults: FaultGate
  /** Called with each open connection, of a trusted server or of a client. */
  onConnection(socket: Socket, from: { peer: PeerName; isTrusted: boolean; passage: Passage }): void
  onProblem(notice: Notice): void
}

export interface Listener {
  readonly port: number
  /** The certificate for connections that a fault hits; null: there is none. */
  presentInstead(certificate: PresentedCertificate | null): void
  /** A description of the certificate that is shown; null over TCP. */
  readCertificate(): ShownCertificate | null
  suspend(): Promise<void>
  resume(): Promise<void>
}

/** Accepts connections, over TLS from trusted servers (MTLS) and from clients that show no certificate. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { listen: at, certificates, trustedServers, faults, onConnection, onProblem } = options
  const sockets = new Set<Socket>()
  /** The passage of each connection whose TLS handshake has not ended. */
  const passages = new Map<string, Passage>()
  const usual = at.transport === 'tls' ? createTls(certificates) : null
  let wrong: { certificate: PresentedCertificate; server: TlsServer } | null = null
  const server = createServer(accept)
  server.maxConnections = maximumConnections
  let turnedAway = 0
  server.on('drop', () => {
    turnedAway += 1
    // Report it once, however many connections are refused.
    if (turnedAway > 1) return
    onProblem({ code: 'connection-turned-away', facts: { most: maximumConnections } })
  })
  const listenOn = (port: number) =>
    listen(server, {
      part: 'Communications Server',
      host: at.host,
      port,
      onError: (error) => onProblem({ code: 'listener-failed', facts: { cause: causeOf(error) } }),
    })
  const port = await listenOn(at.port)

  /** Faults act on a connection before TLS does, so the TLS server does not listen itself. */
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
    if (!usual)
      return onConnection(socket, { peer: { name: null, address: peer }, isTrusted: false, passage })
    passages.set(peer, passage)
    const tls = wrong && faults.showsWrongCertificate() ? wrong.server : usual
    tls.emit('connection', socket)
  }

  function tellTurnedAway(): void {
    const count = turnedAway
    turnedAway = 0
    if (count <= 1) return
    onProblem({ code: 'connections-turned-away', facts: { count } })
  }

  function createTls(shown: PresentedCertificate): TlsServer {
    const made = createTlsServer({
      cert: shown.certificate,
      key: shown.key,
      ca: certificates.ca,
      requestCert: true,
      // Check certificates below, where the cause can be reported; no connection is accepted unchecked. Clients have no certificate.
      rejectUnauthorized: false,
      handshakeTimeout: handshakeTimeMs,
      minVersion: 'TLSv1.2',
    })
    made.on('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => {})
      const judgement = judgePeer(socket, trustedServers)
      const passage = passages.get(peerOf(socket))
      if (!passage) {
        // The connection is already closed.
        socket.destroy()
        return
      }
      if (judgement.standing === 'refused') {
        onProblem(judgement.problem)
        socket.destroy()
        return
      }
      onConnection(socket, { peer: judgement.peer, isTrusted: judgement.standing === 'server', passage })
    })
    made.on('tlsClientError', (error: Error, socket: TLSSocket) => {
      const address = socket.remoteAddress ?? null
      const isClosed = 'code' in error && error.code === 'ECONNRESET'
      const certificate = readOwnCertificate(shown.certificate)
      onProblem(
        isClosed
          ? { code: 'peer-left-in-handshake', facts: { address, certificate } }
          : { code: 'handshake-failed', facts: { address, cause: causeOf(error) } },
      )
    })
    return made
  }

  return {
    port,
    presentInstead(certificate) {
      wrong = certificate && { certificate, server: createTls(certificate) }
    },
    readCertificate: () => usual && readOwnCertificate((wrong?.certificate ?? certificates).certificate),
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
