import type { Coverage } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import { Link, type LinkQuality, qualityOf } from './link.ts'
import type { LinkSetting } from './link-presets.ts'

/** Packets that the network holds for one device that it cannot reach; a further one drops the oldest. */
const waitingLimit = 500

/** What befalls the packets of every device alike, whatever its own link; asked for each packet. */
interface Air {
  latencyMs(): number
  /** Null: nothing narrows the link's own bandwidth. */
  bitsPerSecond(): number | null
  /** Whether the packet is taken and never seen again. */
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
  #isInOutage = false
  /** The device's own link; null: what the coverage gives. */
  #link: LinkSetting | null = null

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

  /** Whether the network as a whole is away, as far as this device can tell. */
  get isInOutage(): boolean {
    return this.#isInOutage
  }

  get link(): LinkSetting | null {
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

  /** For the packets from now on. */
  setLink(link: LinkSetting | null): void {
    this.#link = link
  }

  /** From the device. @returns false where the device has no network */
  send(packet: Uint8Array): boolean {
    const quality = this.#quality()
    if (!quality) return false
    this.#carry(this.#up, packet, quality, () => this.#options.toNetwork(packet))
    return true
  }

  /** From the network. What cannot be delivered now waits for the device to come back. */
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

  /** What a packet would meet now; null where there is no way. */
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
