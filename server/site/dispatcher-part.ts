import { Dispatcher, type DispatcherOptions } from '../dispatcher/index.ts'
import type { ConfigurationPart } from './configuration-part.ts'
import { AfterStart, type Part } from './part.ts'

export interface DispatcherPartOptions extends Omit<DispatcherOptions, 'srp'> {
  configuration: ConfigurationPart
}

/** Router and Dispatcher, with the SRP identity of the Configuration Database. */
export class DispatcherPart implements Part {
  readonly part = 'dispatcher'
  readonly #options: DispatcherPartOptions
  readonly #dispatcher = new AfterStart<Dispatcher>(this.part)

  constructor(options: DispatcherPartOptions) {
    this.#options = options
  }

  get dispatcher(): Dispatcher {
    return this.#dispatcher.get()
  }

  async start(): Promise<void> {
    const { configuration, ...options } = this.#options
    this.#dispatcher.set(await Dispatcher.start({ ...options, srp: configuration.srp }))
  }

  async stop(): Promise<void> {
    await this.#dispatcher.find()?.stop()
  }

  describe() {
    return { endpoint: this.#dispatcher.find()?.endpoint ?? this.#options.listen }
  }

  async applyFaults(): Promise<void> {
    await (this.#options.faults.isShut ? this.dispatcher.suspend() : this.dispatcher.resume())
  }
}
