import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describeFailure } from '../base/index.ts'
import { type Clock, type Connection, holdForOutside } from '../clock/index.ts'
import {
  channelBindings,
  createMessageSplitter,
  decodeMessage,
  encodeMessage,
  extendedOid,
  type LdapOperation,
} from '../protocols/ldap/index.ts'
import { HeardSocket, type Tap, type WireConnection, wireConnection } from '../traffic/index.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'
import { closed, connectFailure, timedOut, tlsFailure } from './socket-failures.ts'

/** No answer to a bind is anywhere near this. */
const longestMessage = 1024 * 1024

export interface LdapConnectionOptions {
  clock: Clock
  target: { host: string; port: number; ca: string | null; serverName: string | null; isExternal: boolean }
  /**
   * How long all of it may take; the caller watches over it. In real time, what a server outside the lab has for a step
   * during which the lab's clock has to stand still.
   */
  guardMs: number
  /** Called with every message that crosses the connection. */
  observe(message: {
    bytes: Uint8Array
    direction: 'up' | 'down'
    isEncrypted: boolean
    connection: WireConnection | undefined
  }): void
  tap: Tap
}

/** One LDAP connection from the client's end, doing one thing at a time. Everything fails with DirectoryUnavailable. */
export interface LdapConnection {
  /** How failures name the server. */
  readonly where: string
  /** `host:port`. */
  readonly address: string
  readonly isEncrypted: boolean
  /** What ties an authentication to this connection, under TLS. */
  readonly channelBindings: Uint8Array | null
  open(): Promise<void>
  /** Starts TLS, and checks the server's certificate. */
  secure(): Promise<void>
  /** Sends a request and resolves with its answer. @param what names the request in the failure where no answer comes */
  exchange(operation: LdapOperation, what: string): Promise<LdapOperation>
  /** Says goodbye (RFC 4511 section 4.3) and closes. */
  unbind(): void
  /** Breaks the connection; what is being done on it fails with this. */
  abort(failure: DirectoryUnavailable): void
  /** It took too long: breaks the connection, and says what had not come by then. */
  giveUp(): void
}

export function createConnection(options: LdapConnectionOptions): LdapConnection {
  const { clock, target, observe, tap } = options
  const address = `${target.host}:${target.port}`
  const where = `Active Directory at ${address}`
  const splitter = createMessageSplitter({ maxBytes: longestMessage })
  let socket: Socket | null = null
  let stream: Socket | null = null
  // Sockets forget their ports when they close.
  let ports: Connection = {}
  let wire: WireConnection | undefined
  let isEncrypted = false
  let bindings: Uint8Array | null = null
  let broken: DirectoryUnavailable | null = null
  let fail: ((failure: DirectoryUnavailable) => void) | null = null
  let isHeld = false
  let awaited: { id: number; resolve(operation: LdapOperation): void } | null = null
  let lastId = 0
  /** What has not come yet. */
  let lacking = 'connection'

  /**
   * Waits for what `start` sets going.
   * @param mustHold the clock cannot see this work, so it stands still meanwhile
   */
  function step<T>(mustHold: boolean, start: (done: (value: T) => void) => void): Promise<T> {
    if (broken) return Promise.reject(broken)
    const hold = target.isExternal ? holdForOutside : (of: Clock) => of.hold()
    const release = mustHold ? hold(clock) : () => {}
    isHeld = mustHold
    const settle = () => {
      fail = null
      isHeld = false
      release()
    }
    return new Promise<T>((resolve, reject) => {
      fail = (failure) => {
        settle()
        reject(failure)
      }
      start((value) => {
        settle()
        resolve(value)
      })
    })
  }

  function abort(failure: DirectoryUnavailable): void {
    broken ??= failure
    fail?.(broken)
    stream?.destroy()
    socket?.destroy()
  }

  function giveUp(): void {
    abort(timedOut(where, `no ${lacking} within ${options.guardMs / 1_000} s (bindTimeout)`))
  }

  function send(operation: LdapOperation): number {
    lastId += 1
    const bytes = encodeMessage({ id: lastId, operation })
    observe({ bytes, direction: 'up', isEncrypted, connection: wire })
    if (wire && !isEncrypted) tap.wire?.passed(wire, 'up', bytes)
    stream?.write(bytes)
    if (!target.isExternal) clock.flight.sent(ports, bytes.length)
    return lastId
  }

  function handle(bytes: Uint8Array): void {
    observe({ bytes, direction: 'down', isEncrypted, connection: wire })
    const { id, operation } = decodeMessage(bytes)
    if (id === 0 && operation.kind === 'extendedResponse') return abort(disconnected(operation))
    if (!awaited || id !== awaited.id) return abort(notUnderstood(where, 'an answer to no request'))
    const { resolve } = awaited
    awaited = null
    resolve(operation)
  }

  function disconnected(notice: Extract<LdapOperation, { kind: 'extendedResponse' }>): DirectoryUnavailable {
    const isNotice = notice.oid === extendedOid.noticeOfDisconnection
    if (!isNotice) return notUnderstood(where, 'an answer to no request')
    return new DirectoryUnavailable('closed', `${where} ended the connection: ${notice.result.diagnostic}`)
  }

  function read(chunk: Buffer): void {
    if (wire && !isEncrypted) tap.wire?.passed(wire, 'down', chunk)
    try {
      for (const bytes of splitter.push(chunk)) handle(bytes)
    } catch (thrown) {
      abort(notUnderstood(where, describeFailure(thrown)))
    }
    if (!target.isExternal) clock.flight.received(ports, chunk.length)
  }

  /** What TLS runs over: where its bytes are wanted, something that lets them be heard. */
  function heard(plain: Socket): Socket | HeardSocket {
    if (!wire) return plain
    wire.framing = 'TLS'
    wire.isSealed = !tap.wire
    if (wire.isSealed) return plain
    const connection = wire
    return new HeardSocket(plain, (direction, bytes) => tap.wire?.passed(connection, direction, bytes))
  }

  return {
    where,
    address,
    get isEncrypted() {
      return isEncrypted
    },
    get channelBindings() {
      return bindings
    },
    abort,
    giveUp,
    open: () =>
      step(true, (done) => {
        // Real time, and counted only while lab time stands still for this connection. A stand-in needs none: it answers as
        // soon as the machine lets it.
        const opening = connect({
          host: target.host,
          port: target.port,
          noDelay: true,
          ...(target.isExternal ? { timeout: options.guardMs } : {}),
        })
        socket = opening
        stream = opening
        opening.once('connect', () => {
          ports = { localPort: opening.localPort, remotePort: opening.remotePort }
          if (!target.isExternal) clock.flight.track(ports)
          wire = wireConnection('service-directory', 'LDAP', opening, 'client')
          tap.wire?.opened(wire)
          done(undefined)
        })
        opening.on('data', read)
        opening.on('timeout', () => {
          if (isHeld) giveUp()
        })
        opening.on('error', (error) => abort(connectFailure(where, error)))
        opening.on('end', () => abort(closed(where)))
        opening.on('close', () => {
          abort(closed(where))
          clock.flight.forget(ports)
          if (wire) tap.wire?.closed(wire)
        })
      }),

    secure: () =>
      step(true, (done) => {
        if (!socket) return
        lacking = 'TLS'
        socket.removeListener('data', read)
        const name = target.serverName ?? target.host
        const securing = connectTls({
          socket: heard(socket),
          host: name,
          // RFC 6066 section 3: an address is no server name.
          ...(isIP(name) ? {} : { servername: name }),
          ...(target.ca === null ? {} : { ca: target.ca }),
        })
        stream = securing
        securing.on('keylog', (line: Buffer) => {
          if (wire) tap.wire?.keyLog(wire, line)
        })
        securing.once('secureConnect', () => {
          isEncrypted = true
          try {
            const certificate = securing.getPeerX509Certificate()
            bindings = certificate ? channelBindings(certificate.raw) : null
            done(undefined)
          } catch (thrown) {
            abort(notUnderstood(where, describeFailure(thrown)))
          }
        })
        securing.on('data', read)
        securing.on('error', (error) => abort((isEncrypted ? connectFailure : tlsFailure)(where, error)))
        securing.on('end', () => abort(closed(where)))
      }),

    exchange: (operation, what) =>
      // The clock counts the bytes between two ends of the lab, but knows nothing of a server outside.
      step(target.isExternal, (done) => {
        lacking = `answer to ${what}`
        awaited = { id: send(operation), resolve: done }
      }),

    unbind() {
      if (broken) return
      send({ kind: 'unbindRequest' })
      broken = new DirectoryUnavailable('closed', `the connection to ${where} was ended here`)
      stream?.destroySoon()
    },
  }
}

export function notUnderstood(where: string, what: string): DirectoryUnavailable {
  return new DirectoryUnavailable('protocol', `${where} does not answer as an LDAP server: ${what}`, {
    remedy: "check the directory's address and port",
  })
}
