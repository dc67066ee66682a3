import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type DirectoryObstacleFacts, describeFailure } from '../base/index.ts'
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
import { closed, connectFailure, tlsFailure } from './socket-failures.ts'

/** In bytes. Answers to a bind are far shorter. */
const longestMessage = 1024 * 1024

export interface LdapConnectionOptions {
  clock: Clock
  target: { host: string; port: number; ca: string | null; serverName: string | null; isExternal: boolean }
  /**
   * How long the whole authentication may take. The caller enforces it by the lab's clock; the connection enforces it in
   * real time while it connects to a server outside the lab, because the lab's clock stands still then.
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

/** What the client is waiting for. */
export type Awaited = DirectoryObstacleFacts['no-answer']['awaited']

/** The client's end of an LDAP connection, with one operation at a time. Every error is a DirectoryUnavailable. */
export interface LdapConnection {
  /** `host:port`. */
  readonly address: string
  readonly isEncrypted: boolean
  /** The channel bindings that tie an authentication to this TLS connection (RFC 5929); null without TLS. */
  readonly channelBindings: Uint8Array | null
  open(): Promise<void>
  /** Starts TLS, and checks the server's certificate. */
  secure(): Promise<void>
  /** Sends a request and resolves with its answer. @param request the name of the request for the failure when no answer comes */
  exchange(operation: LdapOperation, request: Awaited): Promise<LdapOperation>
  /** Sends an unbind request (RFC 4511 section 4.3) and closes the connection. */
  unbind(): void
  /** Closes the connection. Pending operations fail with `failure`. */
  abort(failure: DirectoryUnavailable): void
  /** Closes the connection after a timeout, with a failure that names the missing answer. */
  giveUp(): void
}

export function createConnection(options: LdapConnectionOptions): LdapConnection {
  const { clock, target, observe, tap } = options
  const address = `${target.host}:${target.port}`
  const splitter = createMessageSplitter({ maxBytes: longestMessage })
  let socket: Socket | null = null
  let stream: Socket | null = null
  // Kept here because a socket forgets its ports when it closes.
  let ports: Connection = {}
  let wire: WireConnection | undefined
  let isEncrypted = false
  let bindings: Uint8Array | null = null
  /** Makes the failure of every later operation, once the connection is gone. It is seldom wanted, and costs a stack trace. */
  let gone: (() => DirectoryUnavailable) | null = null
  let fail: ((failure: DirectoryUnavailable) => void) | null = null
  let isHeld = false
  let awaited: { id: number; resolve(operation: LdapOperation): void } | null = null
  let lastId = 0
  let lacking: Awaited = 'connection'

  /**
   * Waits until `start` calls `done`, or the connection is aborted.
   * @param mustHold whether to hold the lab's clock until then, for work that the clock cannot see
   */
  function step<T>(mustHold: boolean, start: (done: (value: T) => void) => void): Promise<T> {
    if (gone) return Promise.reject(gone())
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

  function end(why: () => DirectoryUnavailable): void {
    gone ??= why
    fail?.(gone())
    stream?.destroy()
    socket?.destroy()
  }

  function abort(failure: DirectoryUnavailable): void {
    end(() => failure)
  }

  function giveUp(): void {
    const facts = { awaited: lacking, seconds: options.guardMs / 1_000 }
    abort(new DirectoryUnavailable(address, { code: 'no-answer', facts }))
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
    if (!awaited || id !== awaited.id) return abort(unrequested())
    const { resolve } = awaited
    awaited = null
    resolve(operation)
  }

  function disconnected(notice: Extract<LdapOperation, { kind: 'extendedResponse' }>): DirectoryUnavailable {
    if (notice.oid !== extendedOid.noticeOfDisconnection) return unrequested()
    const { diagnostic } = notice.result
    return new DirectoryUnavailable(address, { code: 'notice-of-disconnection', facts: { diagnostic } })
  }

  function unrequested(): DirectoryUnavailable {
    return new DirectoryUnavailable(address, { code: 'unrequested-answer', facts: {} })
  }

  function unreadable(thrown: unknown): DirectoryUnavailable {
    const facts = { cause: describeFailure(thrown) }
    return new DirectoryUnavailable(address, { code: 'unreadable-answer', facts }, { cause: thrown })
  }

  function read(chunk: Buffer): void {
    if (wire && !isEncrypted) tap.wire?.passed(wire, 'down', chunk)
    try {
      for (const bytes of splitter.push(chunk)) handle(bytes)
    } catch (thrown) {
      abort(unreadable(thrown))
    }
    if (!target.isExternal) clock.flight.received(ports, chunk.length)
  }

  /** The stream that TLS runs over. If the tap wants the encrypted bytes, the stream passes them to the tap. */
  function heard(plain: Socket): Socket | HeardSocket {
    if (!wire) return plain
    wire.framing = 'TLS'
    wire.isSealed = !tap.wire
    if (wire.isSealed) return plain
    const connection = wire
    return new HeardSocket(plain, (direction, bytes) => tap.wire?.passed(connection, direction, bytes))
  }

  return {
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
        // This timeout is real time, because the lab's clock stands still while the connection is opened. A stand-in needs
        // none: it answers as soon as the machine lets it.
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
        opening.on('error', (error) => abort(connectFailure(address, error)))
        opening.on('end', () => end(() => closed(address)))
        opening.on('close', () => {
          end(() => closed(address))
          clock.flight.forget(ports)
          if (wire) tap.wire?.closed(wire)
        })
      }),

    secure: () =>
      step(true, (done) => {
        if (!socket) return
        lacking = 'tls'
        socket.removeListener('data', read)
        const name = target.serverName ?? target.host
        const securing = connectTls({
          socket: heard(socket),
          host: name,
          // RFC 6066 section 3: an IP address must not be a server name.
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
            abort(unreadable(thrown))
          }
        })
        securing.on('data', read)
        securing.on('error', (error) => abort((isEncrypted ? connectFailure : tlsFailure)(address, error)))
        securing.on('end', () => end(() => closed(address)))
      }),

    exchange: (operation, request) =>
      // The clock counts the bytes between two ends of the lab, but cannot see whether a server outside has answered.
      step(target.isExternal, (done) => {
        lacking = request
        awaited = { id: send(operation), resolve: done }
      }),

    unbind() {
      if (gone) return
      send({ kind: 'unbindRequest' })
      gone = () => new DirectoryUnavailable(address, { code: 'unbound-here', facts: {} })
      stream?.destroySoon()
    },
  }
}
