/** The measurement of one side in one round. */
export interface Sample {
  /** In the row's unit, such as messages per second of processor time, or milliseconds for each. */
  value: number
  /** Processor time of the round over all threads; `wallMs` is the wall time. */
  cpuMs: number
  wallMs: number
}

/** Two implementations of the same work, which are measured alternately. */
interface Contest {
  ours(): Promise<Sample>
  theirs(): Promise<Sample>
  close?(): Promise<void>
}

/** The bound that the ratio ours / theirs should keep. */
export type Goal =
  | { atLeast: number }
  | {
      atMost: number
      /** The bound of our own value. */
      oursAtMost?: number
      /** The bound of the ratio of processor times. */
      cpuAtMost?: number
    }

/** One line of the benchmark: the ratio between two implementations that run alternately in one process on the same input. */
export interface Row {
  name: string
  /** Names the two implementations, ours first. */
  what: string
  unit: string
  goal: Goal
  /** Number of measured rounds. One more round before them warms up. */
  rounds: number
  /** Needs no round to warm up: each round starts a process, which warms up by itself. */
  isWarm?: boolean
  /** @returns the program or package that is missing on this machine, or null */
  missing?(): string | null
  /** @param isSmall uses small input, which only shows that the row runs */
  open(isSmall: boolean): Promise<Contest>
}

/** Measures `work`, which processes this number of units. @returns units per second of processor time */
export async function perCpuSecond(units: number, work: () => void | Promise<void>): Promise<Sample> {
  const cost = await costOf(work)
  return { ...cost, value: units / (cost.cpuMs / 1_000) }
}

/** Measures `work`, which processes this number of units. @returns milliseconds of processor time per unit */
export async function cpuMsPer(units: number, work: () => void | Promise<void>): Promise<Sample> {
  const cost = await costOf(work)
  return { ...cost, value: cost.cpuMs / units }
}

async function costOf(work: () => void | Promise<void>): Promise<{ cpuMs: number; wallMs: number }> {
  globalThis.gc?.()
  const startedAt = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  // The system's resolution of processor time is 0.01 ms: avoid a division by zero.
  return { cpuMs: Math.max((user + system) / 1_000, 0.01), wallMs: performance.now() - startedAt }
}
