import type { Socket } from 'node:net'
import {
  type CertificateFault,
  certificateFaults,
  type FaultKind,
  type FaultOf,
  type FaultView,
} from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import { Passage } from './passage.ts'

interface ActiveFault {
  readonly fault: FaultView
  readonly generator: Generator
}

/**
 * The faults of one place. A listener shows it each socket that it accepts, before a byte is read; whatever has an
 * occasion of its own (a request, a query, a packet) asks whether a fault hits it. Where nothing is broken it lets
 * everything through at once.
 */
export class FaultGate {
  readonly clock: Clock
  readonly #active = new Map<FaultKind, ActiveFault>()
  readonly #open = new Map<Socket, Passage>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Begins a fault, in place of one of the same kind; connections that are open are hit at once. */
  begin(fault: FaultView, generator: Generator): void {
    this.#active.set(fault.kind, { fault, generator })
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
  }

  find<K extends FaultKind>(kind: K): FaultOf<K> | undefined {
    const fault = this.#active.get(kind)?.fault
    return fault && isOfKind(fault, kind) ? fault : undefined
  }

  /** Whether a fault of this kind hits the occasion at hand; where chance decides, each question draws anew. */
  hits(kind: FaultKind): boolean {
    const active = this.#active.get(kind)
    if (!active) return false
    const { probability } = active.fault
    return probability === undefined || probability >= 1 || active.generator.fraction() < probability
  }

  /** How long the occasion at hand has to wait; 0 where no latency hits it. */
  latencyMs(): number {
    const fault = this.find('latency')
    if (!fault || !this.hits('latency')) return 0
    const { delay, jitter = 0 } = fault
    const chance = this.#active.get('latency')?.generator.fraction() ?? 0.5
    return Math.max(0, Math.round(delay + (chance * 2 - 1) * jitter))
  }

  /** The bandwidth left for the occasion at hand; null where nothing narrows it. */
  bitsPerSecond(): number | null {
    const fault = this.find('bandwidth')
    return fault && this.hits('bandwidth') ? fault.rate : null
  }

  /** The code of the wrong answer that the occasion at hand gets, or null. */
  wrongAnswer(): string | number | null {
    const fault = this.find('answer')
    return fault && this.hits('answer') ? fault.code : null
  }

  /** Whether it is down for everybody, so that nothing listens. With a chance it listens, and cuts whom it hits. */
  get isShut(): boolean {
    const fault = this.find('down')
    return fault !== undefined && (fault.probability ?? 1) >= 1
  }

  /** The wrong certificate that is shown to whom {@link showsWrongCertificate} hits. */
  get certificate(): CertificateFault | null {
    return certificateFaults.find((kind) => this.#active.has(kind)) ?? null
  }

  /** Whether the connection at hand is shown the wrong certificate. */
  showsWrongCertificate(): boolean {
    const kind = this.certificate
    return kind !== null && this.hits(kind)
  }

  /** A listener accepted a connection. @returns the way for what it carries; null where it has been cut */
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
    // Whoever is at the other end learns of it by an error of its own.
    socket.on('error', () => {})
    if (socket.destroyed) return
    // Virtual time stands still until the peer, which had the connection tracked, has noticed and forgets it.
    this.clock.flight.sent({ localPort: socket.localPort, remotePort: socket.remotePort }, 1)
    if (kind === 'reset') socket.resetAndDestroy()
    else socket.destroy()
  }

  /** Half open for its time: the peer may send, and nothing is answered any more. */
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
