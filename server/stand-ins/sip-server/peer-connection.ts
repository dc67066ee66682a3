import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { causeOf, type Notice, type NoticeFacts, type PeerName } from '#contract'
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
/** A peer that does not read what it asked for is dropped once this much waits for it. */
const maximumUnsentBytes = 1_048_576
/** Messages read but not yet dealt with; beyond it the peer has to wait. */
const maximumQueued = 64

/** One peer's connection, from accepted to closed. */
export interface PeerConnection {
  /** Names it in routes; nobody can guess it. */
  readonly id: string
  readonly isOpen: boolean
  /** Whether somebody answers for the users who sign in over it. */
  readonly isProven: boolean
  readonly origin: Origin
  /** Where it was accepted. */
  readonly here: Origin
  readonly passage: Passage
  /** The name in its certificate, and its address. */
  readonly peer: PeerName
  readonly transactions: ServerTransactions
  send(message: SipMessage): void
  /** Drops it at once. */
  drop(): void
}

export interface PeerConnectionOptions {
  clock: Clock
  socket: Socket
  /** Faults hold up what the connection carries. */
  passage: Passage
  peer: PeerName
  /** Decides what may come in, and signs what goes out. */
  guard: MessageGuard
  /** Deals with a request, and resolves when it is done with. Requests of one connection come one after the other. */
  onRequest(request: SipRequest, connection: PeerConnection): Promise<void>
  /** Takes a response to a request of this server. */
  onResponse(response: SipResponse, connection: PeerConnection): void
  /** A message that cannot be read; a request of which something could be read is an UnreadableMessage. */
  onMalformed(error: SipParseError, connection: PeerConnection): void
  onProblem(notice: Notice): void
  /** @param wasWordless whether the peer closed it without ever sending anything */
  onClosed(wasWordless: boolean): void
}

export function openPeerConnection(options: PeerConnectionOptions): PeerConnection {
  const { clock, socket, passage, peer, onProblem } = options
  // Remembered, because a closed socket no longer tells.
  const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
  const origin = { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 }
  const here = { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 }
  const stream = new SipStream()
  const queue: SipStreamItem[] = []
  let isWorking = false
  let hasSpoken = false
  let isClosedHere = false
  /** The peer is gone, and this end has not noticed: a fault. */
  let isGhost = false
  let deadline: Timer | null = null

  const connection: PeerConnection = {
    id: randomBytes(8).toString('hex'),
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
    // Virtual time stands still until the peer has noticed, as it would for bytes on their way; the peer, which asked for
    // the connection to be tracked, ends this when it closes its end.
    clock.flight.sent(ports, 1)
    socket.destroy()
  }

  /** Sends what was written, then closes; a peer that does not read it is not waited for. */
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
          // One message is lost; the connection may be that of many.
          onProblem({ code: 'unexpected-at-peer', facts: { peer, fault: describeUnexpected(error) } })
        })
        if (passage.isDeafAfterWriteError()) await untilHungUp()
      }
    } finally {
      isWorking = false
      release()
    }
  }

  /** Gives a peer that closed right after what it wrote the time to be seen gone, before anything more is read. */
  async function untilHungUp(): Promise<void> {
    for (let turn = 0; turn < 20 && !isGhost; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }

  /** The answer to what is being dealt with cannot be written: a server with this fault reads nothing more. */
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
    // Failures of a message are dealt with where they happen; what is left is a mistake in the lab.
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

/** IPv4 addresses come as IPv6 ones where the listener speaks both. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '')
}

/** Carries out a request of one method, once it has passed the checks that all must pass. */
export type RequestMethod = (request: SipRequest, connection: PeerConnection) => Answer | Promise<Answer>
