/** What one side did in one round. */
export interface Sample {
  /** In the row's unit, such as messages per second of processor time. */
  value: number
  /** Processor time of the round, over all threads, and the time that passed. */
  cpuMs: number
  wallMs: number
}

/** Two things that do the same, to be measured in turn. */
interface Contest {
  ours(): Promise<Sample>
  theirs(): Promise<Sample>
  close?(): Promise<void>
}

/** One line of the benchmark: a ratio between two things run in turn in one process, on the same input. */
export interface Row {
  name: string
  /** What is compared, ours first. */
  what: string
  unit: string
  /** Where the ratio ours / theirs should be. */
  goal: { atLeast: number } | { atMost: number }
  /** Rounds that count, after one that does not. */
  rounds: number
  /** @returns the program or package that is missing on this machine, or null */
  missing?(): string | null
  /** @param isSmall only proves that the row runs, on small input */
  open(isSmall: boolean): Promise<Contest>
}

/** Runs `work`, which does so many units of something. @returns units per second of processor time */
export async function perCpuSecond(units: number, work: () => void | Promise<void>): Promise<Sample> {
  const cost = await costOf(work)
  return { ...cost, value: units / (cost.cpuMs / 1_000) }
}

async function costOf(work: () => void | Promise<void>): Promise<{ cpuMs: number; wallMs: number }> {
  globalThis.gc?.()
  const startedAt = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  // Less than this the system does not tell apart.
  return { cpuMs: Math.max((user + system) / 1_000, 0.01), wallMs: performance.now() - startedAt }
}
