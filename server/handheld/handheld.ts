import { type Coverage, causeOf, type HandheldState, type LinkView } from '#contract'
import type { Clock, Generator, Timer } from '../clock/index.ts'
import type { DeviceContent } from '../collaboration/index.ts'
import { type KeyRing, replayedCode } from '../dispatcher/index.ts'
import type { FlowReporter } from '../traffic/index.ts'
import type { Radio, WirelessNetwork } from '../wireless/index.ts'
import { CollaborationClient } from './collaboration-client.ts'
import { PacketCodec } from './packet-codec.ts'

export interface HandheldOptions {
  clock: Clock
  /** The handheld's own generator of random numbers. */
  generator: Generator
  network: WirelessNetwork
  flow: FlowReporter
  pin: string
  keys: KeyRing
  /** Called when a visible property has changed. */
  changed(): void
}

/** An emulated device: its power, radio, transport keys, and the collaboration client that runs on it. */
export class Handheld {
  readonly pin: string
  readonly keys: KeyRing
  readonly client: CollaborationClient
  isOn = true
  readonly #options: HandheldOptions
  readonly #radio: Radio
  readonly #codec: PacketCodec
  #tunnel: { before: Coverage; endsAt: number; timer: Timer } | null = null

  constructor(options: HandheldOptions) {
    const { changed, clock, flow, generator, keys, network, pin } = options
    this.#options = options
    this.pin = pin
    this.keys = keys
    this.#codec = new PacketCodec(clock, pin, keys)
    this.#radio = network.join(pin, {
      onPacket: (packet) => this.#receive(packet),
      onReachabilityChanged: (isReachable) => {
        if (isReachable) this.client.backInCoverage()
      },
      onWaitingChanged: changed,
    })
    this.client = new CollaborationClient({
      clock,
      generator,
      flow,
      pin,
      isReachable: () => this.#radio.isReachable,
      transmit: (content) => this.#transmit(content),
      whyNothingLeaves: () => this.#whyNothingLeaves(),
      changed,
    })
  }

  get state(): HandheldState {
    return this.isOn ? this.client.state : 'off'
  }

  get coverage(): Coverage {
    return this.#radio.coverage
  }

  get link(): LinkView | null {
    return this.#radio.link
  }

  /** Packets that the network keeps until the device can be reached. */
  get waitingPackets(): number {
    return this.#radio.waitingPackets
  }

  setCoverage(coverage: Coverage): void {
    this.#leaveTunnel()
    this.#radio.setCoverage(coverage)
    this.#options.changed()
  }

  /** Loses coverage for a while, and then has again what it had before. */
  enterTunnel(durationMs: number): void {
    const { clock } = this.#options
    const before = this.#tunnel?.before ?? this.coverage
    this.setCoverage('none')
    const timer = clock.after(durationMs, () => this.setCoverage(before))
    this.#tunnel = { before, endsAt: clock.now() + durationMs, timer }
    this.#options.changed()
  }

  /** When the tunnel ends in which it is, or null. */
  get tunnelEndsAt(): number | null {
    return this.#tunnel?.endsAt ?? null
  }

  #leaveTunnel(): void {
    this.#tunnel?.timer.cancel()
    this.#tunnel = null
  }

  setLink(link: LinkView | null): void {
    this.#radio.setLink(link)
    this.#options.changed()
  }

  /** Switches the power. For the service, a device without power is outside coverage. */
  setPower(isOn: boolean): void {
    if (isOn === this.isOn) return
    this.isOn = isOn
    // Switch the radio off first, so that the client's clean-up cannot send anything.
    this.#radio.setPower(isOn)
    if (!isOn) this.client.powerLost()
    this.#options.changed()
  }

  /** Removes the device from the lab. */
  remove(): void {
    this.#leaveTunnel()
    this.client.stop()
    this.#options.network.leave(this.pin)
  }

  #receive(packet: Uint8Array): void {
    try {
      const received = this.#codec.unpack(packet)
      if (received.kind === 'content') this.client.receive(received.content)
      // Ignore the refusal of a replayed packet: the original packet has arrived.
      if (received.kind === 'error' && received.code !== replayedCode) this.client.receiveError(received)
    } catch (error) {
      this.client.notice = { code: 'unreadable-packet', facts: { cause: causeOf(error) } }
    }
    this.#options.changed()
  }

  #transmit(content: DeviceContent): { messageId: number; packets: readonly Uint8Array[] } | null {
    const packed = this.#codec.pack(content)
    return packed.packets.every((packet) => this.#radio.send(packet)) ? packed : null
  }

  #whyNothingLeaves(): 'no-power' | 'network-down' | 'outside-coverage' {
    if (!this.isOn) return 'no-power'
    return this.#radio.isInOutage ? 'network-down' : 'outside-coverage'
  }
}
