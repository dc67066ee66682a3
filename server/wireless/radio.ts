import type { Coverage, LinkView } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import { HeldLine } from '../faults/index.ts'
import { Link, type LinkQuality, qualityOf } from './link.ts'

/** Maximum number of packets that the network keeps for an unreachable device. A further one drops the oldest. */
const waitingLimit = 500

/** Effects of the network on the packets of every device, in addition to the device's link. Called for each packet. */
export interface Air {
  latencyMs(): number
  /** Additional limit of the bandwidth, or null. */
  bitsPerSecond(): number | null
  /** Whether the network loses the packet for good. */
  swallows(): boolean
  /** Lets a packet pass at once, when it is released, or never. */
  pass(line: HeldLine, direction: 'to' | 'from', sizeBytes: number, pass: () => void): void
}

export interface RadioOptions {
  clock: Clock
  generator: Generator
  air: Air
  /** Called when a packet has reached the network. */
  toNetwork(packet: Uint8Array): void
  /** Called when a packet has reached the device. */
  toDevice(packet: Uint8Array): void
  /** Called when the network can no longer reach the device, or can reach it again. */
  reachabilityChanged(isReachable: boolean): void
  /** Called when the number of packets that wait in the network has changed. */
  waitingChanged(): void
  /** Called when the network has dropped the oldest waiting packet. */
  packetDropped(): void
}

/** One device's radio, and the network's end of it. Coverage and power decide whether packets get through. */
export class Radio {
  readonly #options: RadioOptions
  readonly #up: Link
  readonly #down: Link
  readonly #lines = { to: new HeldLine(), from: new HeldLine() }
  /** Waiting packets, in the order in which the network received them. */
  #waiting: { number: number; packet: Uint8Array }[] = []
  #nextNumber = 0
  #coverage: Coverage = 'good'
  #isOn = true
  #isInOutage = false
  /** The device's own link. Null: the link that the coverage gives. */
  #link: LinkView | null = null

  constructor(options: RadioOptions) {
    this.#options = options
    this.#up = new Link(options.clock, options.generator.fork('up'))
    this.#down = new Link(options.clock, options.generator.fork('down'))
  }

  get coverage(): Coverage {
    return this.#coverage
  }

  get isReachable(): boolean {
    return this.#quality() !== null
  }

  /** Whether an outage of the network affects this device. */
  get isInOutage(): boolean {
    return this.#isInOutage
  }

  get link(): LinkView | null {
    return this.#link
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

  setOutage(isInOutage: boolean): void {
    this.#change(() => {
      this.#isInOutage = isInOutage
    })
  }

  /** Sets the link for packets that are sent from now on. */
  setLink(link: LinkView | null): void {
    this.#link = link
  }

  /** Sends a packet from the device. @returns false if the device cannot reach the network */
  send(packet: Uint8Array): boolean {
    const quality = this.#quality()
    if (!quality) return false
    this.#carry(this.#up, packet, quality, () => this.#options.toNetwork(packet))
    return true
  }

  /** Sends a packet to the device. It waits in the network while the device cannot be reached. */
  deliver(packet: Uint8Array): void {
    this.#carryDown(this.#nextNumber++, packet)
  }

  #carryDown(number: number, packet: Uint8Array): void {
    const quality = this.#quality()
    if (!quality) return this.#keep(number, packet)
    this.#carry(this.#down, packet, quality, () => {
      if (this.isReachable) this.#options.toDevice(packet)
      else this.#keep(number, packet)
    })
  }

  /** The current quality of the link. Null if no packet can pass. */
  #quality(): LinkQuality | null {
    if (!this.#isOn || this.#isInOutage || this.#coverage === 'none') return null
    return qualityOf(this.#coverage, this.#link)
  }

  #carry(link: Link, packet: Uint8Array, quality: LinkQuality, arrive: () => void): void {
    const { air } = this.#options
    if (air.swallows()) return
    const direction = link === this.#up ? 'to' : 'from'
    air.pass(this.#lines[direction], direction, packet.length, () =>
      this.#carryThrough(link, packet, quality, arrive),
    )
  }

  #carryThrough(link: Link, packet: Uint8Array, quality: LinkQuality, arrive: () => void): void {
    const { air } = this.#options
    const narrow = air.bitsPerSecond()
    const { bytesPerSecond: down, upBytesPerSecond = down } = quality
    const own = link === this.#up ? upBytesPerSecond : down
    const bytesPerSecond = narrow === null ? own : Math.min(own, narrow / 8)
    link.carry(
      packet.length,
      { ...quality, delayMs: quality.delayMs + air.latencyMs(), bytesPerSecond },
      arrive,
    )
  }

  /**
   * Inserts a packet into the waiting packets according to its number: a packet that was in the air when the device became
   * unreachable is inserted after later packets have been.
   */
  #keep(number: number, packet: Uint8Array): void {
    const before = this.#waiting.findLastIndex((one) => one.number < number)
    this.#waiting.splice(before + 1, 0, { number, packet })
    if (this.#waiting.length > waitingLimit) {
      this.#waiting.shift()
      this.#options.packetDropped()
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
