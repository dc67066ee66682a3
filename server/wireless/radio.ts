import type { Coverage, LinkView } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import { Link, type LinkQuality, qualityOf } from './link.ts'

/** How many packets the network keeps for a device that it cannot reach. One more drops the oldest. */
const waitingLimit = 500

/** What the network does to the packets of every device, in addition to the device's own link. Asked for each packet. */
interface Air {
  latencyMs(): number
  /** Null: nothing narrows the link's own bandwidth. */
  bitsPerSecond(): number | null
  /** Whether the network loses the packet for good. */
  swallows(): boolean
}

export interface RadioOptions {
  clock: Clock
  generator: Generator
  air: Air
  /** A packet reached the network. */
  toNetwork(packet: Uint8Array): void
  /** A packet reached the device. */
  toDevice(packet: Uint8Array): void
  /** The network can, or cannot, reach the device from now on. */
  reachabilityChanged(isReachable: boolean): void
  /** The number of packets that wait in the network changed. */
  waitingChanged(): void
  /** The network dropped the oldest packet that waited for the device. */
  packetDropped(): void
}

/** One device's radio, and the network's end of it. Coverage and power decide whether packets get through. */
export class Radio {
  readonly #options: RadioOptions
  readonly #up: Link
  readonly #down: Link
  /** In the order in which the network received them. */
  #waiting: { number: number; packet: Uint8Array }[] = []
  #nextNumber = 0
  #coverage: Coverage = 'good'
  #isOn = true
  #isInOutage = false
  /** The device's own link; null: what the coverage gives. */
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

  /** Whether an outage of the whole network hits this device. */
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

  /** Sends a packet from the device. @returns false where the device has no network */
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

  /** The quality of the link now; null where nothing gets through. */
  #quality(): LinkQuality | null {
    if (!this.#isOn || this.#isInOutage || this.#coverage === 'none') return null
    return qualityOf(this.#coverage, this.#link)
  }

  #carry(link: Link, packet: Uint8Array, quality: LinkQuality, arrive: () => void): void {
    const { air } = this.#options
    if (air.swallows()) return
    const narrow = air.bitsPerSecond()
    const bytesPerSecond =
      narrow === null ? quality.bytesPerSecond : Math.min(quality.bytesPerSecond, narrow / 8)
    link.carry(
      packet.length,
      { ...quality, delayMs: quality.delayMs + air.latencyMs(), bytesPerSecond },
      arrive,
    )
  }

  /**
   * Keeps a packet for the device, at its place in the order: one that was in the air when the device went out of reach is
   * kept later than packets that came after it.
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
