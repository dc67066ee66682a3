import type { Transport } from '#contract'
import { asFailure, describeUnexpected, Failure } from '../base/index.ts'
import type { Endpoint } from '../base/node/index.ts'

/**
 * The parts of a running lab, in the order in which they start: each needs only those before it. They stop in the reverse
 * order.
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

/** What a part says of itself, for whoever wants to reach it. */
interface PartDescription {
  /** Which of several it is. */
  instance?: string
  /** Where it accepts connections. */
  endpoint?: Endpoint & { transport?: Transport }
  /** It is a server outside the lab, which nothing here starts or stops. */
  isExternal?: boolean
}

/** Something that runs in a lab. Of one kind there can be several instances. */
export interface Part {
  readonly part: PartName
  /** Resolves once the part can be used. */
  start?(): Promise<void>
  /** Ends work that needs the other parts, such as sessions, whose devices are to be told. Called while everything runs. */
  drain?(): Promise<void>
  /** Resolves once nothing of the part is left; called also where its start failed. */
  stop?(): Promise<void>
  describe(): PartDescription
  /** Brings the part as a whole in line with the faults at its place: whether it listens, which certificate it shows. */
  applyFaults?(): Promise<void>
}

/** A part of the lab did not start. Code and words are those of the failure behind it. */
export class StartFailure extends Failure {
  readonly part: PartName

  constructor(part: PartName, cause: unknown) {
    const failure = asFailure(cause)
    if (failure instanceof Failure) super(failure.code, failure.facts, { cause })
    else super('not-started', { part, cause: describeUnexpected(cause) }, { cause })
    this.part = part
  }
}

/** Starts parts in order, and stops those that started. */
export class RunningParts {
  readonly #parts: readonly Part[]
  readonly #onStopFailure: (part: PartName, thrown: unknown) => void
  /** The one that started last comes first. */
  #started: Part[] = []

  /** @param onStopFailure a part failed to stop; the next ones are stopped all the same */
  constructor(parts: readonly Part[], onStopFailure: (part: PartName, thrown: unknown) => void) {
    this.#parts = startOrder.flatMap((name) => parts.filter(({ part }) => part === name))
    this.#onStopFailure = onStopFailure
  }

  /** In the order in which they start. */
  all(): readonly Part[] {
    return this.#parts
  }

  /** @throws {StartFailure} after whatever had started was stopped */
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

/** What a part has from its start on. */
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
