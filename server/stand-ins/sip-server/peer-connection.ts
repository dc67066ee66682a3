import type { Socket } from 'node:net'
import { causeOf, type Notice, type NoticeFacts, type PeerName } from '#contract'
import { drawRandomHex } from '../../base/bytes/index.ts'
import { describeUnexpected } from '../../base/index.ts'
import type { Clock, Timer } from '../../clock/index.ts'
import type { Passage } from '../../faults/index.ts'
import {
  type SipMessage,
  type SipParseError,
  type SipRequest,
  type SipResponse,
  SipStream,
  type SipStreamItem,
  writeMessage,
} from '../../protocols/sip/index.ts'
import type { Answer, Origin } from './answer.ts'
import type { MessageGuard } from './authentication/guard.ts'
import { ServerTransactions } from './server-transactions.ts'

/** A message that has begun must be whole within this much lab time; otherwise a peer could hold a connection for ever. */
const messageTimeMs = 32_000
/**
 * Maximum bytes that wait for a peer; a peer that does not read is dropped beyond it. 900 sessions that end at once make 1.2 MB wait for
 * their service.
 */
const maximumUnsentBytes = 16 * 1_024 * 1_024
/** Maximum number of unhandled messages; beyond it the connection is not read. */
const maximumQueued = 64

/** One peer's connection, from accepted to closed. */
export interface PeerConnection {
  /** The token of the connection in routes; it cannot be guessed. */
  readonly id: string
  readonly isOpen: boolean
  /** Whether the users who sign in over it are authenticated. */
  readonly isProven: boolean
  readonly origin: Origin
  /** The local address at which it was accepted. */
  readonly here: Origin
  readonly passage: Passage
  /** The name in its certificate, and its address. */
  readonly peer: PeerName
  readonly transactions: ServerTransactions
  send(message: SipMessage): void
  /** Closes it immediately. */
  drop(): void
}

export interface PeerConnectionOptions {
  clock: Clock
  socket: Socket
  /** The passage through which faults delay the content of the connection. */
  passage: Passage
  peer: PeerName
  /** Decides which messages are admitted, and signs outgoing ones. */
  guard: MessageGuard
  /** Handles a request, and resolves when that is done. Requests of one connection are handled one after the other. */
  onRequest(request: SipRequest, connection: PeerConnection): Promise<void>
  /** Handles a response to a request of this server. */
  onResponse(response: SipResponse, connection: PeerConnection): void
  /** Handles an invalid message; a request with readable parts is an UnreadableMessage. */
  onMalformed(error: SipParseError, connection: PeerConnection): void
  onProblem(notice: Notice): void
  /** @param wasWordless whether the peer closed it without ever sending anything */
  onClosed(wasWordless: boolean): void
}

export function openPeerConnection(options: PeerConnectionOptions): PeerConnection {
  const { clock, socket, passage, peer, onProblem } = options
  // Stored, because a closed socket no longer has them.
  const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
  const origin = { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 }
  const here = { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 }
  const stream = new SipStream()
  const queue: SipStreamItem[] = []
  let isWorking = false
  let hasSpoken = false
  let isClosedHere = false
  /** A fault: the peer is gone, and this end has not noticed. */
  let isGhost = false
  let deadline: Timer | null = null

  const connection: PeerConnection = {
    id: drawRandomHex(8),
    get isOpen() {
      return isGhost || (!isClosedHere && !socket.destroyed)
    },
    get isProven() {
      return options.guard.isProven(connection)
    },
    origin,
    here,
    passage,
    peer,
    transactions: new ServerTransactions(clock),
    send: (message) => write(writeMessage(options.guard.secure(message))),
    drop,
  }

  function write(bytes: Buffer): void {
    if (socket.destroyed || socket.writableEnded) return
    if (socket.writableLength + passage.waitingBytes + bytes.length > maximumUnsentBytes) {
      onProblem({ code: 'peer-does-not-read', facts: { peer } })
      drop()
      return
    }
    passage.send(bytes, (piece) => {
      if (socket.destroyed || socket.writableEnded) return
      clock.flight.sent(ports, piece.length)
      socket.write(piece)
    })
  }

  function drop(): void {
    isClosedHere = true
    if (socket.destroyed) return
    // Virtual time stands still until the peer has noticed, as for bytes in flight; the peer, which tracks the connection,
    // ends this when it closes its end.
    clock.flight.sent(ports, 1)
    socket.destroy()
  }

  /** Sends everything that was written, then closes; does not wait for a peer that does not read. */
  function closeAfterWriting(): void {
    isClosedHere = true
    passage.end(() => {
      clock.flight.sent(ports, 1)
      socket.destroySoon()
    })
    setDeadline('reading-answer')
  }

  function setDeadline(at: NoticeFacts['peer-too-slow']['at']): void {
    deadline?.cancel()
    deadline = clock.after(messageTimeMs, () => {
      onProblem({ code: 'peer-too-slow', facts: { peer, at, seconds: messageTimeMs / 1000 } })
      drop()
    })
  }

  function clearDeadline(): void {
    deadline?.cancel()
    deadline = null
  }

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    const release = clock.hold()
    try {
      for (let item = queue.shift(); item; item = queue.shift()) {
        if (socket.isPaused() && queue.length < maximumQueued / 2) socket.resume()
        await deal(item).catch((error: unknown) => {
          // Only drop this message, since many users may share the connection.
          onProblem({ code: 'unexpected-at-peer', facts: { peer, fault: describeUnexpected(error) } })
        })
        if (passage.isDeafAfterWriteError()) await untilHungUp()
      }
    } finally {
      isWorking = false
      release()
    }
  }

  /** Waits before reading more, so that the close of a peer right after its message is noticed. */
  async function untilHungUp(): Promise<void> {
    for (let turn = 0; turn < 20 && !isGhost; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  /** The answer to the current request cannot be written: a server with this fault stops reading. */
  function hungUp(): void {
    if (!isWorking || !passage.isDeafAfterWriteError()) return
    isGhost = true
    queue.length = 0
  }

  async function deal(item: SipStreamItem): Promise<void> {
    if (passage.swallows()) return
    if (item.kind === 'message' && !(await options.guard.admit(item.message, connection))) return
    switch (item.kind) {
      case 'message':
        if (item.message.kind === 'request') await options.onRequest(item.message, connection)
        else options.onResponse(item.message, connection)
        return
      case 'ping':
        write(Buffer.from('\r\n'))
        return
      case 'pong':
        return
      case 'malformed':
        onProblem({ code: 'message-unreadable', facts: { peer, cause: causeOf(item.error) } })
        options.onMalformed(item.error, connection)
        return
      case 'broken':
        onProblem({ code: 'not-sip', facts: { peer, cause: causeOf(item.error) } })
        options.onMalformed(item.error, connection)
        closeAfterWriting()
    }
  }

  setDeadline('first-message')
  socket.setNoDelay(true)
  socket.on('data', (chunk: Buffer) => {
    hasSpoken = true
    passage.receive(chunk.length, () => read(chunk))
    clock.flight.received(ports, chunk.length)
  })
  function read(chunk: Buffer): void {
    const items = stream.push(chunk)
    queue.push(...items)
    if (items.length > 0) clearDeadline()
    if (stream.isWithinMessage && deadline === null) setDeadline('rest-of-message')
    if (queue.length > maximumQueued) socket.pause()
    // Failures of messages are handled where they occur; any other exception is a bug in the lab.
    work().catch((error: unknown) => socket.destroy(error instanceof Error ? error : undefined))
  }
  socket.on('end', () => {
    hungUp()
    if (stream.isWithinMessage) {
      onProblem({ code: 'message-cut-off', facts: { peer } })
    }
  })
  socket.on('error', (error: Error) => {
    const isOrdinary = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    if (!isOrdinary) onProblem({ code: 'peer-connection-failed', facts: { peer, cause: causeOf(error) } })
  })
  socket.on('close', () => {
    clearDeadline()
    hungUp()
    if (isGhost) return
    options.onClosed(!hasSpoken && !isClosedHere)
  })
  return connection
}

/** Converts IPv4-mapped IPv6 addresses, which listeners for both report, to IPv4. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '')
}

/** Handles a request of one method that has passed the general checks. */
export type RequestMethod = (request: SipRequest, connection: PeerConnection) => Answer | Promise<Answer>
