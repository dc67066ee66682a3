import type { Socket } from 'node:net'
import {
  type CertificateFault,
  certificateFaults,
  type FaultKind,
  type FaultOf,
  type FaultView,
  type HeldFrame,
} from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import type { HeldLine } from './held-line.ts'
import { Passage } from './passage.ts'

/** Counts the occasions that a fault with `first` may still affect, at all instances of its place together. */
export interface OccasionCounter {
  readonly left: number
  take(): void
}

interface ActiveFault {
  readonly fault: FaultView
  readonly generator: Generator
  readonly counter: OccasionCounter | null
}

/** Something that is held at a place. */
interface Held extends HeldFrame {
  readonly line: HeldLine
}

/** Maximum number of frames that a place holds at once. Further ones pass. */
const mostHeld = 100

/**
 * The faults of one place. A listener passes each accepted socket through the gate before it reads a byte. Code that handles a
 * request, a query or a packet asks the gate whether a fault hits it. Without faults, everything passes at once.
 */
export class FaultGate {
  readonly clock: Clock
  /** Called when something more, or less, is held. */
  onHeld: () => void = () => {}
  readonly #active = new Map<FaultKind, ActiveFault>()
  #held: readonly Held[] = []
  readonly #open = new Map<Socket, Passage>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Starts a fault, in place of one of the same kind. Open connections are hit at once. */
  begin(fault: FaultView, generator: Generator, counter: OccasionCounter | null = null): void {
    this.#active.set(fault.kind, { fault, generator, counter })
    if (fault.kind === 'down' || fault.kind === 'reset') {
      for (const socket of [...this.#open.keys()]) if (this.hits(fault.kind)) this.#cut(socket, fault.kind)
    }
    if (fault.kind === 'slow-close') {
      for (const [socket, passage] of this.#open)
        if (this.hits('slow-close')) this.#closeSlowly(socket, passage)
    }
  }

  end(kind: FaultKind): void {
    this.#active.delete(kind)
    if (kind === 'hold') this.release({ isOldestOnly: false })
  }

  /** What is held, oldest first. */
  get held(): HeldFrame[] {
    return this.#held.map(({ direction, since, sizeBytes }) => ({ direction, since, sizeBytes }))
  }

  /** Lets what is held go on. */
  release({ isOldestOnly }: { isOldestOnly: boolean }): void {
    const released = isOldestOnly ? this.#held.slice(0, 1) : this.#held
    if (released.length === 0) return
    this.#held = this.#held.slice(released.length)
    for (const { line } of released) line.release()
    this.onHeld()
  }

  /** Lets something pass along a line: calls `pass` at once, once it is released, or never if it is lost. */
  pass(line: HeldLine, direction: 'to' | 'from', sizeBytes: number, pass: () => void): void {
    if (this.#active.size === 0 && !line.isHeld) return pass()
    if (line.isHeld) return line.wait(sizeBytes, () => this.pass(line, direction, sizeBytes, pass))
    if (!this.drops(direction)) this.passUndropped(line, direction, sizeBytes, pass)
  }

  /** As {@link pass}, for what {@link drops} is asked elsewhere. */
  passUndropped(line: HeldLine, direction: 'to' | 'from', sizeBytes: number, pass: () => void): void {
    if (line.isHeld) return line.wait(sizeBytes, () => this.passUndropped(line, direction, sizeBytes, pass))
    if (this.#held.length >= mostHeld || !this.#hitsAlong('hold', direction)) return pass()
    line.hold(sizeBytes, pass)
    this.#held = [...this.#held, { line, direction, sizeBytes, since: this.clock.now() }]
    this.onHeld()
  }

  /** The connection of a line is gone, and what it held is lost. */
  forget(line: HeldLine): void {
    if (!line.isHeld) return
    line.forget()
    this.#held = this.#held.filter((held) => held.line !== line)
    this.onHeld()
  }

  /** Whether the current message in this direction is lost. */
  drops(direction: 'to' | 'from'): boolean {
    return this.#hitsAlong('drop', direction)
  }

  #hitsAlong(kind: 'hold' | 'drop', direction: 'to' | 'from'): boolean {
    const along = this.find(kind)?.direction
    return (along === 'both' || along === direction) && this.hits(kind)
  }

  find<K extends FaultKind>(kind: K): FaultOf<K> | undefined {
    const fault = this.#active.get(kind)?.fault
    return fault && isOfKind(fault, kind) ? fault : undefined
  }

  /**
   * Whether a fault of this kind hits the current request. If the fault has a probability, each call draws anew.
   * @param isCounted false: it uses up none of the first occasions
   */
  hits(kind: FaultKind, isCounted = true): boolean {
    const active = this.#active.get(kind)
    if (!active) return false
    const { counter, fault, generator } = active
    if (counter?.left === 0) return false
    const { probability } = fault
    const isHit = probability === undefined || probability >= 1 || generator.fraction() < probability
    if (isHit && isCounted) counter?.take()
    return isHit
  }

  /** How long the current message is delayed; 0 without latency. */
  latencyMs(): number {
    const fault = this.find('latency')
    if (!fault || !this.hits('latency')) return 0
    const { delay, jitter = 0 } = fault
    const chance = this.#active.get('latency')?.generator.fraction() ?? 0.5
    return Math.max(0, Math.round(delay + (chance * 2 - 1) * jitter))
  }

  /** The bandwidth for the current message; null if it is not limited. */
  bitsPerSecond(): number | null {
    const fault = this.find('bandwidth')
    return fault && this.hits('bandwidth') ? fault.rate : null
  }

  /** The code of the wrong answer that the current request gets, or null. @param isCounted see {@link hits} */
  wrongAnswer(isCounted = true): string | number | null {
    const fault = this.find('answer')
    return fault && this.hits('answer', isCounted) ? fault.code : null
  }

  /**
   * Whether the place is down for everybody, so that nothing listens. With a probability below 1, or for the first connections
   * only, it listens, and cuts the connections that the fault hits.
   */
  get isShut(): boolean {
    const fault = this.find('down')
    return fault !== undefined && (fault.probability ?? 1) >= 1 && fault.first === undefined
  }

  /** The wrong certificate for connections for which {@link showsWrongCertificate} returns true. */
  get certificate(): CertificateFault | null {
    return certificateFaults.find((kind) => this.#active.has(kind)) ?? null
  }

  /** Whether the current connection gets the wrong certificate. */
  showsWrongCertificate(): boolean {
    const kind = this.certificate
    return kind !== null && this.hits(kind)
  }

  /** Called when a listener has accepted a connection. @returns its passage, or null if a fault has cut it */
  accept(socket: Socket): Passage | null {
    for (const kind of ['reset', 'down'] as const) {
      if (!this.hits(kind)) continue
      this.#cut(socket, kind)
      return null
    }
    const passage = new Passage(this, () => this.#cut(socket, 'down'))
    this.#open.set(socket, passage)
    socket.on('close', () => {
      this.#open.delete(socket)
      passage.closed()
    })
    return passage
  }

  #cut(socket: Socket, kind: 'down' | 'reset'): void {
    this.#open.delete(socket)
    // The peer gets an error of its own.
    socket.on('error', () => {})
    if (socket.destroyed) return
    // Hold virtual time until the peer, which tracks the connection, has noticed and stops tracking it.
    this.clock.flight.sent({ localPort: socket.localPort, remotePort: socket.remotePort }, 1)
    if (kind === 'reset') socket.resetAndDestroy()
    else socket.destroy()
  }

  /** Keeps the connection half open: the peer may send, and gets no answers any more. */
  #closeSlowly(socket: Socket, passage: Passage): void {
    const delayMs = this.find('slow-close')?.delay ?? 0
    passage.isHalfOpen = true
    const timer = this.clock.after(delayMs, () => this.#cut(socket, 'down'))
    socket.on('close', () => timer.cancel())
  }
}

function isOfKind<K extends FaultKind>(fault: FaultView, kind: K): fault is FaultOf<K> {
  return fault.kind === kind
}
