import type { Transport } from '#contract'
import { asFailure, describeUnexpected, Failure } from '../base/index.ts'
import type { Endpoint } from '../base/node/index.ts'

/**
 * The parts of a lab, in the order in which they start: each part needs only earlier ones. They stop in the reverse order.
 */
const startOrder = [
  'database',
  'certificates',
  'directory',
  'communications',
  'service',
  'desktops',
  'dispatcher',
  'wireless',
  'handhelds',
  'faults',
] as const
export type PartName = (typeof startOrder)[number]

/** Describes a part and how to reach it. */
interface PartDescription {
  /** Name of the instance, if the part has several. */
  instance?: string
  /** The address on which it accepts connections. */
  endpoint?: Endpoint & { transport?: Transport }
  /** Whether it is a server outside the lab, which the lab neither starts nor stops. */
  isExternal?: boolean
}

/** A part that runs in a lab. There can be several instances of one part. */
export interface Part {
  readonly part: PartName
  /** Starts the part. Resolves once it can be used. */
  start?(): Promise<void>
  /** Ends work that needs other parts, such as sessions, whose devices are notified. Called while all parts still run. */
  drain?(): Promise<void>
  /** Stops the part and releases its resources. Also called if its start failed. */
  stop?(): Promise<void>
  describe(): PartDescription
  /** Applies the faults at its place to the part as a whole: whether it listens, and which certificate it shows. */
  applyFaults?(): Promise<void>
}

/** A part of the lab did not start. Code and facts are those of the underlying failure. */
export class StartFailure extends Failure {
  readonly part: PartName

  constructor(part: PartName, cause: unknown) {
    const failure = asFailure(cause)
    if (failure instanceof Failure) super(failure.code, failure.facts, { cause })
    else super('not-started', { part, cause: describeUnexpected(cause) }, { cause })
    this.part = part
  }
}

/** Starts parts in order, and stops the started ones in reverse order. */
export class RunningParts {
  readonly #parts: readonly Part[]
  readonly #onStopFailure: (part: PartName, thrown: unknown) => void
  /** The started parts, the latest first. */
  #started: Part[] = []

  /** @param onStopFailure called when a part failed to stop; the others are stopped nevertheless */
  constructor(parts: readonly Part[], onStopFailure: (part: PartName, thrown: unknown) => void) {
    this.#parts = startOrder.flatMap((name) => parts.filter(({ part }) => part === name))
    this.#onStopFailure = onStopFailure
  }

  /** All parts, in the order in which they start. */
  all(): readonly Part[] {
    return this.#parts
  }

  /** Starts all parts. @throws {StartFailure} if one fails, after the others were stopped */
  async start(): Promise<void> {
    for (const part of this.#parts) {
      try {
        this.#started.unshift(part)
        await part.start?.()
      } catch (thrown) {
        await this.stop()
        throw new StartFailure(part.part, thrown)
      }
    }
  }

  async stop(): Promise<void> {
    const started = this.#started
    this.#started = []
    for (const part of started) await this.#attempt(part, () => part.drain?.())
    for (const part of started) await this.#attempt(part, () => part.stop?.())
  }

  async #attempt(part: Part, task: () => Promise<void> | undefined): Promise<void> {
    try {
      await task()
    } catch (thrown) {
      this.#onStopFailure(part.part, thrown)
    }
  }
}

/** A value that a part has only after its start. */
export class AfterStart<T> {
  readonly #part: PartName
  #value: T | undefined

  constructor(part: PartName) {
    this.#part = part
  }

  set(value: T): void {
    this.#value = value
  }

  /** @throws {Failure} before the part has started */
  get(): T {
    if (this.#value !== undefined) return this.#value
    throw new Failure('not-started-yet', { part: this.#part })
  }

  /** @returns null before the part has started */
  find(): T | null {
    return this.#value ?? null
  }
}
