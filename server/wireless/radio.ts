import type { Clock, Generator } from '../lab/clock/index.ts'
import type { Coverage } from '../lab/vocabulary.ts'
import { Link, qualities } from './link.ts'

/** Packets that the network holds for one device that it cannot reach; a further one drops the oldest. */
const waitingLimit = 500

export interface RadioOptions {
  clock: Clock
  generator: Generator
  /** A packet reached the network. */
  toNetwork(packet: Uint8Array): void
  /** A packet reached the device. */
  toDevice(packet: Uint8Array): void
  /** The network can, or cannot, reach the device from now on. */
  reachabilityChanged(isReachable: boolean): void
  /** How many packets wait in the network changed. */
  waitingChanged(): void
  dropped(): void
}

/** One device's radio, and the network's end of it: coverage and power decide whether anything gets through. */
export class Radio {
  readonly #options: RadioOptions
  readonly #up: Link
  readonly #down: Link
  /** In the order in which the network had them. */
  #waiting: { number: number; packet: Uint8Array }[] = []
  #nextNumber = 0
  #coverage: Coverage = 'good'
  #isOn = true

  constructor(options: RadioOptions) {
    this.#options = options
    this.#up = new Link(options.clock, options.generator.fork('up'))
    this.#down = new Link(options.clock, options.generator.fork('down'))
  }

  get coverage(): Coverage {
    return this.#coverage
  }

  get isReachable(): boolean {
    return this.#isOn && this.#coverage !== 'none'
  }

  get waitingPackets(): number {
    return this.#waiting.length
  }

  setCoverage(coverage: Coverage): void {
    this.#change(() => {
      this.#coverage = coverage
    })
  }

  setPower(isOn: boolean): void {
    this.#change(() => {
      this.#isOn = isOn
    })
  }

  /** From the device. @returns false where the device has no network */
  send(packet: Uint8Array): boolean {
    if (!this.isReachable || this.#coverage === 'none') return false
    this.#up.carry(packet.length, qualities[this.#coverage], () => this.#options.toNetwork(packet))
    return true
  }

  /** From the network. What cannot be delivered now waits for the device to come back. */
  deliver(packet: Uint8Array): void {
    this.#carryDown(this.#nextNumber++, packet)
  }

  #carryDown(number: number, packet: Uint8Array): void {
    if (!this.isReachable || this.#coverage === 'none') return this.#keep(number, packet)
    this.#down.carry(packet.length, qualities[this.#coverage], () => {
      if (this.isReachable) this.#options.toDevice(packet)
      else this.#keep(number, packet)
    })
  }

  /** A packet that was in the air when the device went away comes back after later ones that were never sent. */
  #keep(number: number, packet: Uint8Array): void {
    const before = this.#waiting.findLastIndex((one) => one.number < number)
    this.#waiting.splice(before + 1, 0, { number, packet })
    if (this.#waiting.length > waitingLimit) {
      this.#waiting.shift()
      this.#options.dropped()
    }
    this.#options.waitingChanged()
  }

  #change(apply: () => void): void {
    const wasReachable = this.isReachable
    apply()
    if (this.isReachable === wasReachable) return
    this.#options.reachabilityChanged(this.isReachable)
    if (!this.isReachable) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const { number, packet } of waiting) this.#carryDown(number, packet)
    if (waiting.length > 0) this.#options.waitingChanged()
  }
}
