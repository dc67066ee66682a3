import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { causeOf } from '#contract'
import { BoundedMap, describeFailure } from '../../base/index.ts'
import { type Clock, holdForOutside, noFlight, type Timer } from '../../clock/index.ts'
import { type SipMessage, type SipParseError, SipStream } from '../../protocols/sip/index.ts'
import { connectionLost, OutsideHold, otherProtocol, PeerUnavailable } from '../../sip-user-agent/index.ts'
import {
  type FrameOrigin,
  HeardSocket,
  type Tap,
  type WireConnection,
  wireConnection,
} from '../../traffic/index.ts'
import type { CommunicationsTarget } from './communications-target.ts'
import { explainConnecting } from './explain-connecting.ts'
import { handshakeFrame, sipFrame } from './frames.ts'

/** The service's certificates, of several labs, before and after a fault. */
const mostContexts = 16

/** One open connection to the Communications Server. */
export interface CommunicationsConnection {
  readonly target: CommunicationsTarget
  /** Address and port of this end. */
  readonly localAddress: string
  /** Such as `TLSv1.3, TLS_AES_256_GCM_SHA384`; null over TCP. */
  readonly encryption: string | null
  readonly isOpen: boolean
  /** Lab time at which it last received something. */
  readonly heardAt: number
  /**
   * @throws PeerUnavailable when the connection is gone
   */
  send(bytes: Buffer, owner: MessageOwner, message: () => SipMessage | null): void
  close(): void
}

/** To whom the tap attributes a message. */
export interface MessageOwner {
  /** Null for what belongs to no handheld. */
  pin: string | null
  origin: FrameOrigin | undefined
}

export interface ConnectionOptions {
  clock: Clock
  tap: Tap
  target: CommunicationsTarget
  timeoutMs: number
  /** The login or session that opens it, for the tap. */
  origin?: FrameOrigin | undefined
  /** To whom a received message belongs; the tap shows it. */
  ownerOf(message: SipMessage): MessageOwner
  onMessage(message: SipMessage): void
  /** Called with a message that cannot be parsed. Some of its headers may be readable. */
  onMalformed(bytes: Buffer, error: SipParseError): void
  /** Called when the connection is gone, unless {@link CommunicationsConnection.close} closed it. */
  onLost(why: PeerUnavailable): void
}

interface Opened {
  readonly socket: Socket
  readonly raw: Socket
  readonly wire: WireConnection
}

/**
 * Opens a connection by TLS with both certificates, or by TCP. Holds the lab's clock meanwhile.
 * @throws PeerUnavailable
 */
export async function openConnection(options: ConnectionOptions): Promise<CommunicationsConnection> {
  const { clock, origin, target } = options
  const release = target.isExternal ? holdForOutside(clock) : clock.hold()
  try {
    return use(await connect(options), options)
  } catch (error) {
    const failure = explainConnecting(error, target)
    if (target.transport === 'tls') {
      options.tap.frame(
        handshakeFrame({ direction: 'up', sizeBytes: 0, outcome: { cause: causeOf(failure) }, origin }),
      )
    }
    throw failure
  } finally {
    release()
  }
}

/** Resolves once the connection can carry messages; over TLS the server's certificate has been verified by then. */
function connect({ clock, tap, target, timeoutMs }: ConnectionOptions): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const address = `${target.host}:${target.port}`
    const raw = connectTcp({ host: target.host, port: target.port })
    let timer: Timer | null = null
    const end = () => {
      timer?.cancel()
      timer = null
    }
    const fail = (error: Error) => {
      end()
      raw.destroy()
      reject(error)
    }
    timer = clock.after(timeoutMs, () => {
      const facts = { address, method: null, seconds: timeoutMs / 1000 }
      fail(new PeerUnavailable({ code: 'timed-out', facts }))
    })
    const watch = (socket: Socket) => {
      socket.on('error', fail)
      socket.once('close', () => {
        fail(connectionLost({ code: 'closed-while-connecting', facts: { address } }))
      })
    }
    watch(raw)
    raw.once('connect', () => {
      const framing = target.transport === 'tcp' ? 'SIP' : 'TLS'
      const wire = wireConnection('service-communications', framing, raw, 'client')
      tap.wire?.opened(wire)
      raw.once('close', () => tap.wire?.closed(wire))
      if (target.transport === 'tcp') {
        end()
        resolve({ socket: raw, raw, wire })
        return
      }
      const secured = secure(raw, target, tap, wire)
      watch(secured)
      secured.once('secureConnect', () => {
        end()
        resolve({ socket: secured, raw, wire })
      })
    })
  })
}

/** TLS with the server's name and authority verified by node:tls, and the service's own certificate shown (MTLS). */
function secure(raw: Socket, target: CommunicationsTarget, tap: Tap, wire: WireConnection): TLSSocket {
  wire.isSealed = !tap.wire
  const secured = connectTls({
    socket: wire.isSealed
      ? raw
      : new HeardSocket(raw, (direction, bytes) => tap.wire?.passed(wire, direction, bytes)),
    // The name that must be in the certificate. An address must not be sent as a server name (RFC 6066 section 3).
    host: target.serverName,
    ...(isIP(target.serverName) === 0 ? { servername: target.serverName } : {}),
    secureContext: contextFor(target),
  })
  secured.on('keylog', (line: Buffer) => tap.wire?.keyLog(wire, line))
  return secured
}

/**
 * The certificates in OpenSSL's form, made once for all connections that show and trust the same: parsing them takes longer
 * than the rest of opening a connection. No TLS session is resumed; each connection has its own full handshake.
 */
const contexts = new BoundedMap<string, SecureContext>(mostContexts)

function contextFor({ ca, certificate, key }: CommunicationsTarget): SecureContext {
  const id = JSON.stringify([ca, certificate, key])
  const known = contexts.get(id)
  if (known) return known
  const made = createSecureContext({
    ca,
    ...(certificate === null ? {} : { cert: certificate }),
    ...(key === null ? {} : { key }),
    minVersion: 'TLSv1.2',
  })
  contexts.set(id, made)
  return made
}

/** @param opened.raw the TCP socket under TLS; the same as `socket` without TLS */
function use({ socket, raw, wire }: Opened, options: ConnectionOptions): CommunicationsConnection {
  const { clock, tap, target, ownerOf, onMalformed, onMessage, onLost } = options
  // Kept here because a socket forgets its ports when it closes.
  const ports = { localPort: raw.localPort, remotePort: raw.remotePort }
  const localAddress = `${raw.localAddress}:${raw.localPort}`
  const encryption = describeEncryption(socket)
  const stream = new SipStream()
  let isOpen = true
  let heardAt = clock.now()
  // The clock cannot see what a server outside the lab receives.
  const flight = target.isExternal ? noFlight : clock.flight
  flight.track(ports)
  const outside = target.isExternal ? new OutsideHold(clock) : null

  if (encryption !== null) {
    tap.frame(
      handshakeFrame({
        direction: 'up',
        sizeBytes: raw.bytesRead + raw.bytesWritten,
        outcome: { server: target.serverName, encryption },
        connection: wire,
        origin: options.origin,
      }),
    )
  }

  function end(why: PeerUnavailable): void {
    if (!isOpen) return
    isOpen = false
    socket.destroy()
    outside?.end()
    onLost(why)
  }

  /** Ends the connection as soon as the bytes show another protocol, instead of waiting for a timeout. */
  function endIfOther(beginning: Buffer): void {
    const other = otherProtocol(beginning)
    if (other === null) return
    const facts = { protocol: other, address: `${target.host}:${target.port}` }
    end(new PeerUnavailable({ code: 'server-not-sip', facts }))
  }

  socket.setNoDelay(true)
  socket.on('data', (chunk: Buffer) => {
    heardAt = clock.now()
    if (encryption === null) tap.wire?.passed(wire, 'down', chunk)
    for (const item of stream.push(chunk)) {
      switch (item.kind) {
        case 'message':
          tap.frame(
            sipFrame({
              direction: 'down',
              ...ownerOf(item.message),
              encryption,
              bytes: item.bytes,
              connection: wire,
              message: () => item.message,
            }),
          )
          outside?.received(item.message)
          if (isOpen) onMessage(item.message)
          break
        case 'malformed':
          tap.frame(
            sipFrame({
              direction: 'down',
              pin: null,
              origin: undefined,
              encryption,
              bytes: item.bytes,
              connection: wire,
              message: () => null,
            }),
          )
          endIfOther(item.bytes)
          if (isOpen) onMalformed(item.bytes, item.error)
          break
        case 'broken': {
          endIfOther(item.beginning)
          const facts = { protocol: null, cause: item.error.message }
          end(new PeerUnavailable({ code: 'server-not-sip', facts }, { cause: item.error }))
          break
        }
        case 'ping':
        case 'pong':
          // The server is alive. It answers with a ping when two of ours arrive together.
          break
      }
    }
    if (isOpen && stream.isWithinMessage) endIfOther(stream.beginning)
    flight.received(ports, chunk.length)
  })
  socket.on('error', (error) =>
    end(connectionLost({ code: 'failed', facts: { cause: describeFailure(error) } }, error)),
  )
  socket.on('close', () => {
    // Report the loss first, so that reconnecting holds the clock before the clock forgets this connection.
    end(connectionLost({ code: 'closed', facts: {} }))
    flight.forget(ports)
  })

  return {
    target,
    localAddress,
    encryption,
    get isOpen() {
      return isOpen
    },
    get heardAt() {
      return heardAt
    },
    send(bytes, owner, message) {
      if (!isOpen) throw connectionLost({ code: 'gone', facts: {} })
      tap.frame(sipFrame({ direction: 'up', ...owner, encryption, bytes, connection: wire, message }))
      if (encryption === null) tap.wire?.passed(wire, 'up', bytes)
      flight.sent(ports, bytes.length)
      if (outside) outside.sent(message())
      socket.write(bytes)
    },
    close() {
      isOpen = false
      outside?.end()
      socket.destroy()
    },
  }
}

function describeEncryption(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket)) return null
  return `${socket.getProtocol()}, ${socket.getCipher().name}`
}
