import { Interrupted } from '../../../scenario/index.ts'
import { failedResult, type Run, type RunResult } from '../report/run-result.ts'
import type { Child, ChildPool } from './child-process.ts'
import { followProgress } from './follow-progress.ts'
import type { ProgressBar } from './progress-bar.ts'
import { runOnce } from './run-once.ts'
import { createTaskQueue, type DequeuedRun, type PlannedRun } from './task-queue.ts'

export interface ExecuteOptions {
  jobs: number
  /** The processes that run several at once. */
  children: ChildPool
  installFolder: string | null
  isJson: boolean
  /** Whether a failure ends the runs: then those later in the plan should not have been started. */
  isBailing: boolean
  end: AbortSignal
  bar: ProgressBar
}

/** Runs the plan, and yields the results in its order. Ends early once `options.end` is aborted. */
export function execute(planned: readonly PlannedRun[], options: ExecuteOptions): AsyncGenerator<Run> {
  return options.jobs === 1 ? oneAfterAnother(planned, options) : inProcesses(planned, options)
}

async function* oneAfterAnother(
  planned: readonly PlannedRun[],
  { installFolder, isJson, end, bar }: ExecuteOptions,
): AsyncGenerator<Run> {
  for (const { task, scenario } of planned) {
    const inProgress = bar.began(task.name)
    const progress = followProgress((atMs) => inProgress.at(atMs))
    try {
      const result = await runOnce(task, scenario, { installFolder, isJson, end, onStart: progress.start })
      yield { ...task, ...result }
    } catch (thrown) {
      if (!(thrown instanceof Interrupted)) throw thrown
      return
    } finally {
      progress.stop()
      inProgress.ended()
    }
  }
}

async function* inProcesses(planned: readonly PlannedRun[], options: ExecuteOptions): AsyncGenerator<Run> {
  const { children: pool, end, isBailing, jobs } = options
  const queue = createTaskQueue(planned)
  const children = new Set<Child>()

  const worker = async (_: unknown, number: number) => {
    // The first one goes through the plan in order, so that results can be shown. The others take the largest scenarios first,
    // so that none of those is left when all others have ended.
    const wanted = number === 0 || isBailing ? 'first' : 'largest'
    let child: Child | null = null
    for (let run = await queue.dequeue(wanted); run; run = await queue.dequeue(wanted)) {
      child ??= pool.take()
      children.add(child)
      const outcome = await runIn(child, run, options)
      // A signal that ends this process also ends its children, which is not a crash.
      if ('result' in outcome) run.done(outcome.result)
      else run.done(end.aborted ? null : failed(run, outcome.ended, options))
      if ('result' in outcome) continue
      children.delete(child)
      child = null
    }
    await child?.end()
  }

  end.addEventListener('abort', queue.close, { once: true })
  if (end.aborted) queue.close()
  const workers = Array.from({ length: Math.min(jobs, planned.length) }, worker)
  try {
    yield* queue.results()
  } finally {
    queue.close()
    end.removeEventListener('abort', queue.close)
    await Promise.all([...children].map((child) => child.end()))
    await Promise.all(workers)
  }
}

async function runIn(child: Child, { task }: DequeuedRun, { isJson, installFolder, bar }: ExecuteOptions) {
  const inProgress = bar.began(task.name)
  try {
    return await child.run({ task, isJson, installFolder, tells: bar.isShown }, inProgress.at)
  } finally {
    inProgress.ended()
  }
}

function failed({ task }: DequeuedRun, how: string, { isJson }: ExecuteOptions): RunResult {
  return failedResult(task, { message: `the process that ran it ${how}` }, 0, isJson)
}
