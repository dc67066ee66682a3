import type { Scenario } from '../../../scenario/index.ts'
import type { Run, RunResult, RunTask } from '../report/run-result.ts'

/** A run with its scenario. */
export interface PlannedRun {
  task: RunTask
  scenario: Scenario
}

export interface DequeuedRun extends PlannedRun {
  index: number
  /** @param result null: it was interrupted, and no further runs follow */
  done(result: RunResult | null): void
}

/** Assigns runs to workers, and yields their results in the order of the plan. */
export interface TaskQueue {
  /** @returns the first run that may start, or the largest, when there is one; undefined: there are none left */
  dequeue(wanted: 'first' | 'largest'): Promise<DequeuedRun | undefined>
  results(): AsyncGenerator<Run>
  /** Assigns no more runs, and ends the results. */
  close(): void
}

/** Maximum number of results that wait for an earlier one, since each takes memory. */
const mostAhead = 256

export function createTaskQueue(planned: readonly PlannedRun[]): TaskQueue {
  const results = new Map<number, RunResult>()
  const dequeued = new Set<number>()
  let next = 0
  let isClosed = false
  let isAloneRunning = false
  /** Called at the next change of the queue. */
  let waiting: (() => void)[] = []

  const change = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  const changed = () => new Promise<void>((resolve) => waiting.push(resolve))
  const close = () => {
    isClosed = true
    change()
  }

  const choose = (wanted: 'first' | 'largest'): number | undefined => {
    let chosen: number | undefined
    let largest = -1
    for (let index = next; index < Math.min(planned.length, next + mostAhead); index += 1) {
      const one = planned[index]
      if (!one || dequeued.has(index) || (isAloneRunning && runsAlone(one.scenario))) continue
      if (wanted === 'first') return index
      const size = sizeOf(one.scenario)
      if (size <= largest) continue
      chosen = index
      largest = size
    }
    return chosen
  }

  const start = (index: number, one: PlannedRun): DequeuedRun => {
    const isAlone = runsAlone(one.scenario)
    dequeued.add(index)
    if (isAlone) isAloneRunning = true
    return {
      ...one,
      index,
      done(result) {
        if (isAlone) isAloneRunning = false
        if (result === null) isClosed = true
        else results.set(index, result)
        change()
      },
    }
  }

  return {
    async dequeue(wanted) {
      while (!isClosed && dequeued.size < planned.length) {
        const index = choose(wanted)
        const one = index === undefined ? undefined : planned[index]
        if (index !== undefined && one) return start(index, one)
        await changed()
      }
      return undefined
    },
    async *results() {
      for (const [index, { task }] of planned.entries()) {
        while (!results.has(index)) {
          if (isClosed) return
          await changed()
        }
        const result = results.get(index)
        results.delete(index)
        next = index + 1
        change()
        if (result) yield { ...task, ...result }
      }
    },
    close,
  }
}

/** Two labs on one port or one database file cannot run at once. */
function runsAlone({ lab }: Scenario): boolean {
  const ports = [lab.dispatcher, lab.communicationsServer, lab.directory].map(
    (part) => part?.listen?.port ?? 0,
  )
  return (lab.database ?? 'memory') !== 'memory' || ports.some((port) => port !== 0)
}

/** How much work a scenario is, as far as that can be told before it has run: nothing takes as long as many handhelds. */
function sizeOf({ roster }: Scenario): number {
  return roster.handhelds.length
}
