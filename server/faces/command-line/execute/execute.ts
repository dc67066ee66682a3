import { Interrupted } from '../../../scenario/index.ts'
import { failedResult, type Run, type RunResult } from '../report/run-result.ts'
import { type Child, startChild } from './child-process.ts'
import { telling } from './follow-progress.ts'
import type { ProgressBar } from './progress-bar.ts'
import { runOnce } from './run-once.ts'
import { type Planned, type Taken, taskQueue } from './task-queue.ts'

export interface ExecuteOptions {
  jobs: number
  /** The file of the command line, which other processes run. */
  program: string
  installFolder: string | null
  isJson: boolean
  end: AbortSignal
  bar: ProgressBar
}

/** Runs what is planned and gives the results in that order, whichever was there first. Ends early where told to. */
export function execute(planned: readonly Planned[], options: ExecuteOptions): AsyncGenerator<Run> {
  return options.jobs === 1 ? oneAfterAnother(planned, options) : inProcesses(planned, options)
}

async function* oneAfterAnother(
  planned: readonly Planned[],
  { installFolder, isJson, end, bar }: ExecuteOptions,
): AsyncGenerator<Run> {
  for (const { task, scenario } of planned) {
    const inProgress = bar.began(task.name)
    const tell = telling((atMs) => inProgress.at(atMs))
    try {
      const result = await runOnce(task, scenario, { installFolder, isJson, end, onStart: tell.start })
      yield { ...task, ...result }
    } catch (thrown) {
      if (!(thrown instanceof Interrupted)) throw thrown
      return
    } finally {
      tell.stop()
      inProgress.ended()
    }
  }
}

async function* inProcesses(planned: readonly Planned[], options: ExecuteOptions): AsyncGenerator<Run> {
  const { end, jobs, program } = options
  const queue = taskQueue(planned)
  const children = new Set<Child>()

  const work = async () => {
    let child: Child | null = null
    for (let taken = await queue.take(); taken; taken = await queue.take()) {
      child ??= startChild(program)
      children.add(child)
      const outcome = await runIn(child, taken, options)
      // A process that somebody ended together with this one has not crashed.
      if ('result' in outcome) taken.done(outcome.result)
      else taken.done(end.aborted ? null : failed(taken, outcome.ended, options))
      if ('result' in outcome) continue
      children.delete(child)
      child = null
    }
    await child?.end()
  }

  end.addEventListener('abort', queue.close, { once: true })
  if (end.aborted) queue.close()
  const workers = Array.from({ length: Math.min(jobs, planned.length) }, work)
  try {
    yield* queue.results()
  } finally {
    queue.close()
    end.removeEventListener('abort', queue.close)
    await Promise.all([...children].map((child) => child.end()))
    await Promise.all(workers)
  }
}

async function runIn(child: Child, { task }: Taken, { isJson, installFolder, bar }: ExecuteOptions) {
  const inProgress = bar.began(task.name)
  try {
    return await child.run({ task, isJson, installFolder, tells: bar.isShown }, inProgress.at)
  } finally {
    inProgress.ended()
  }
}

function failed({ task }: Taken, how: string, { isJson }: ExecuteOptions): RunResult {
  return failedResult(task, `the process that ran it ${how}`, 0, isJson)
}
