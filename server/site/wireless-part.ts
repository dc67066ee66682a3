import type { Notice } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import type { Dispatcher } from '../dispatcher/index.ts'
import type { FaultGate } from '../faults/index.ts'
import { startRivalServer, WirelessNetwork } from '../wireless/index.ts'
import type { ConfigurationPart } from './configuration-part.ts'
import { AfterStart, type Part } from './part.ts'

export interface WirelessPartOptions {
  clock: Clock
  generator: Generator
  faults: FaultGate
  configuration: ConfigurationPart
  dispatcher: () => Dispatcher
  onProblem(notice: Notice): void
}

/** The wireless network, and the rival server that claims its SRP ID while a fault requires it. */
export class WirelessPart implements Part {
  readonly part = 'wireless'
  readonly #options: WirelessPartOptions
  readonly #network = new AfterStart<WirelessNetwork>(this.part)
  /** The last outage that was applied. The network draws the affected devices for each new outage. */
  #outage: object | undefined
  #endRival: (() => void) | null = null

  constructor(options: WirelessPartOptions) {
    this.#options = options
  }

  get network(): WirelessNetwork {
    return this.#network.get()
  }

  async start(): Promise<void> {
    const { clock, configuration, dispatcher, faults, generator, onProblem } = this.#options
    const network = new WirelessNetwork({
      clock,
      generator,
      dispatcher: dispatcher().endpoint,
      srp: configuration.srp,
      faults,
      onProblem,
    })
    this.#network.set(network)
    await network.start()
  }

  async stop(): Promise<void> {
    await this.#network.find()?.stop()
  }

  describe() {
    return {}
  }

  async applyFaults(): Promise<void> {
    const { faults } = this.#options
    await this.#applyClaim()
    const outage = faults.find('down')
    if (outage === this.#outage) return
    this.#outage = outage
    this.network.outageChanged()
  }

  async #applyClaim(): Promise<void> {
    const { clock, configuration, dispatcher, faults } = this.#options
    const isClaimed = faults.find('srp-id-claimed') !== undefined
    if (isClaimed === (this.#endRival !== null)) return
    if (isClaimed) {
      const { endpoint } = dispatcher()
      this.#endRival = await startRivalServer({ clock, dispatcher: endpoint, srp: configuration.srp })
      return
    }
    this.#endRival?.()
    this.#endRival = null
    this.network.claimBack()
  }
}
