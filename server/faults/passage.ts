import type { FaultKind, FaultOf } from '#contract'
import type { Clock } from '../clock/index.ts'
import { HeldLine } from './held-line.ts'

/** The faults of a place as a passage asks them, for each message. */
export interface PassageFaults {
  readonly clock: Clock
  find<K extends FaultKind>(kind: K): FaultOf<K> | undefined
  hits(kind: FaultKind): boolean
  latencyMs(): number
  bitsPerSecond(): number | null
  wrongAnswer(isCounted: boolean): string | number | null
  drops(direction: 'to' | 'from'): boolean
  pass(line: HeldLine, direction: 'to' | 'from', sizeBytes: number, pass: () => void): void
  passUndropped(line: HeldLine, direction: 'to' | 'from', sizeBytes: number, pass: () => void): void
  forget(line: HeldLine): void
}

/** Maximum bytes that wait in one direction of a slow connection. A peer that sends more is cut off. */
const mostWaitingBytes = 4 * 1_024 * 1_024
/** A virtual clock that settles does not wait for a message that takes longer than this. */
const longestTransitMs = 10_000
/** A message on a slow connection arrives in pieces, but in no more than these. */
const mostPieces = 8
const pieceMs = 100

/** One direction of a connection: delays messages, and keeps their order. */
class Lane {
  waitingBytes = 0
  readonly line = new HeldLine()
  #busyUntil = 0
  #lastDueAt = 0
  #waiting = 0
  readonly #gate: PassageFaults

  constructor(gate: PassageFaults) {
    this.#gate = gate
  }

  /** Runs `task` after everything before it, at once where nothing holds it up. */
  pass(sizeBytes: number, delayMs: number, bitsPerSecond: number | null, task: () => void): void {
    const { clock } = this.#gate
    const now = clock.now()
    if (bitsPerSecond !== null) {
      this.#busyUntil = Math.max(now, this.#busyUntil) + (sizeBytes * 8_000) / bitsPerSecond
    }
    const throughAt = bitsPerSecond === null ? now : this.#busyUntil
    const dueAt = Math.max(Math.round(throughAt + delayMs), this.#lastDueAt)
    if (dueAt <= now && this.#waiting === 0) return task()
    this.#lastDueAt = dueAt
    this.#waiting += 1
    this.waitingBytes += sizeBytes
    const waitMs = dueAt - now
    clock.after(
      waitMs,
      () => {
        this.#waiting -= 1
        this.waitingBytes -= sizeBytes
        task()
      },
      { isTransit: waitMs <= longestTransitMs },
    )
  }
}

/** The content of one accepted connection, above its encryption, passes through here, where faults of its place delay it. */
export class Passage {
  /** The connection is being closed slowly: this end sends nothing more. */
  isHalfOpen = false
  readonly #gate: PassageFaults
  readonly #cut: () => void
  readonly #in: Lane
  readonly #out: Lane
  #isClosed = false

  constructor(gate: PassageFaults, cut: () => void) {
    this.#gate = gate
    this.#cut = cut
    this.#in = new Lane(gate)
    this.#out = new Lane(gate)
  }

  /** Bytes that wait to be written. */
  get waitingBytes(): number {
    return this.#out.waitingBytes + this.#out.line.bytes
  }

  /** Bytes arrived: calls `handle` at once, or when a narrow bandwidth has let them through. */
  receive(sizeBytes: number, handle: () => void): void {
    // A piece of the stream cannot be lost, but a message can: see `swallows`.
    this.#gate.passUndropped(this.#in.line, 'to', sizeBytes, () => {
      this.#in.pass(sizeBytes, 0, this.#gate.bitsPerSecond(), () => {
        if (!this.#isClosed) handle()
      })
    })
    if (this.#in.waitingBytes + this.#in.line.bytes > mostWaitingBytes) this.#cut()
  }

  /** Whether the message that arrived is never handled. Asked once for each message. */
  swallows(): boolean {
    return this.isHalfOpen || this.#gate.hits('timeout') || this.#gate.drops('to')
  }

  /**
   * The code of the wrong answer that the request at hand gets, or null.
   * @param isCounted false: it uses up none of the first requests that a fault hits
   */
  wrongAnswer(isCounted = true): string | number | null {
    return this.#gate.wrongAnswer(isCounted)
  }

  /** The oldest client version that is let in, or null where the request at hand meets no version filter. */
  minimumVersion(): string | null {
    const fault = this.#gate.find('version-filter')
    return fault && this.#gate.hits('version-filter') ? fault.minimum : null
  }

  /** Whether this end stops reading once the peer has closed: a write of its own then fails. */
  isDeafAfterWriteError(): boolean {
    return this.#gate.hits('deaf-after-write-error')
  }

  /** Sends a message: calls `write` at once or after a delay, and in pieces if the bandwidth is narrow. */
  send(bytes: Uint8Array, write: (piece: Uint8Array) => void): void {
    if (this.isHalfOpen) return
    this.#gate.pass(this.#out.line, 'from', bytes.length, () => this.#sendNow(bytes, write))
  }

  #sendNow(bytes: Uint8Array, write: (piece: Uint8Array) => void): void {
    const delayMs = this.#gate.latencyMs()
    const bitsPerSecond = this.#gate.bitsPerSecond()
    const wholeMs = bitsPerSecond === null ? 0 : (bytes.length * 8_000) / bitsPerSecond
    const pieces = Math.max(1, Math.min(mostPieces, Math.ceil(wholeMs / pieceMs)))
    const pieceBytes = Math.ceil(bytes.length / pieces)
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const piece = pieces === 1 ? bytes : bytes.subarray(from, from + pieceBytes)
      this.#out.pass(piece.length, delayMs, bitsPerSecond, () => {
        if (!this.#isClosed) write(piece)
      })
    }
  }

  /** Runs `task` once everything before it is written. */
  afterwards(task: () => void): void {
    if (this.#out.line.isHeld) return this.#out.line.wait(0, () => this.afterwards(task))
    this.#out.pass(0, 0, null, () => {
      if (!this.#isClosed) task()
    })
  }

  /** Ends the connection: calls `close` once everything is written, and later under the fault `slow-close`. */
  end(close: () => void): void {
    if (this.#out.line.isHeld) return this.#out.line.wait(0, () => this.end(close))
    const slow = this.#gate.find('slow-close')
    const delayMs = slow && this.#gate.hits('slow-close') ? slow.delay : 0
    this.#out.pass(0, delayMs, null, () => {
      if (!this.#isClosed) close()
    })
  }

  /** Called when the connection has closed: drops everything that still waits. */
  closed(): void {
    this.#isClosed = true
    for (const { line } of [this.#in, this.#out]) this.#gate.forget(line)
  }
}
