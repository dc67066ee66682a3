import type { Goal, Row, Sample } from './row.ts'

/** The result of a row, as `--json` writes it. */
export interface Result {
  name: string
  what: string
  /** Median of our rounds, in `unit`; `theirs` likewise. */
  ours: number
  theirs: number
  unit: string
  /** Median over the rounds of the ratio ours / theirs. */
  ratio: number
  /** Lowest and highest ratio among the rounds. */
  spread: readonly [number, number]
  goal: string
  met: boolean
  /** Median processor time and median wall time of a round in ms, for each side. */
  cost: { ours: Cost; theirs: Cost }
}

interface Cost {
  cpuMs: number
  wallMs: number
}

/** Measures a row: one round to warm up, then rounds in which both sides run. The side that starts alternates. */
export async function measure(row: Row, isSmall: boolean): Promise<Result> {
  const contest = await row.open(isSmall)
  try {
    if (!isSmall && !row.isWarm) {
      await contest.ours()
      await contest.theirs()
    }
    const ours: Sample[] = []
    const theirs: Sample[] = []
    for (let round = 0; round < (isSmall ? 1 : row.rounds); round += 1) {
      if (round % 2 === 0) ours.push(await contest.ours())
      theirs.push(await contest.theirs())
      if (round % 2 === 1) ours.push(await contest.ours())
    }
    return summarise(row, ours, theirs)
  } finally {
    await contest.close?.()
  }
}

function summarise(row: Row, ours: readonly Sample[], theirs: readonly Sample[]): Result {
  const { name, what, unit } = row
  const ratios = ours.map(({ value }, round) => value / (theirs[round]?.value ?? Number.NaN))
  const result = {
    name,
    what,
    ours: median(ours.map(({ value }) => value)),
    theirs: median(theirs.map(({ value }) => value)),
    unit,
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    cost: { ours: costOf(ours), theirs: costOf(theirs) },
  } as const
  return { ...result, ...judge(row.goal, result) }
}

function judge(
  goal: Goal,
  { cost, ours, ratio, unit }: Omit<Result, 'goal' | 'met'>,
): Pick<Result, 'goal' | 'met'> {
  if ('atLeast' in goal) return { goal: `≥ ${goal.atLeast}`, met: ratio >= goal.atLeast }
  const { atMost, cpuAtMost, oursAtMost } = goal
  const bounds = [{ text: `≤ ${atMost}`, isKept: ratio <= atMost }]
  if (oursAtMost !== undefined) {
    bounds.push({ text: `ours ≤ ${oursAtMost} ${unit}`, isKept: ours <= oursAtMost })
  }
  if (cpuAtMost !== undefined) {
    const isKept = cost.ours.cpuMs / cost.theirs.cpuMs <= cpuAtMost
    bounds.push({ text: `CPU ≤ ${cpuAtMost}`, isKept })
  }
  return { goal: bounds.map(({ text }) => text).join(', '), met: bounds.every(({ isKept }) => isKept) }
}

function costOf(samples: readonly Sample[]): Cost {
  return {
    cpuMs: median(samples.map(({ cpuMs }) => cpuMs)),
    wallMs: median(samples.map(({ wallMs }) => wallMs)),
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
