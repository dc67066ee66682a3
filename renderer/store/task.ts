import { create } from 'zustand'

/** Something that is done to many handhelds, one by one. */
export interface Task {
  /** What is done, such as `Coverage: None`. */
  title: string
  /** The handhelds to which it is done. */
  names: readonly string[]
  /** How many are under way at the same time. */
  atOnce: number
  /** Does it to one. Rejects where that fails, with the reason. */
  act(name: string): Promise<unknown>
  /** The task that takes it back for those to whom it was done; null: nothing can. */
  undo: ((done: readonly string[]) => Task) | null
}

interface TaskFailure {
  name: string
  why: string
}

/** A task that runs, or the last one that ran. */
export interface TaskProgress {
  task: Task
  state: 'running' | 'cancelled' | 'finished'
  /** Those to whom it was done. */
  done: readonly string[]
  failures: readonly TaskFailure[]
}

export const useTask = create<{ progress: TaskProgress | null }>(() => ({ progress: null }))

export function isTaskRunning(): boolean {
  return useTask.getState().progress?.state === 'running'
}

/** Between two tellings of the progress: hundreds of answers may arrive at once, and each telling is drawn. */
const tellMs = 50

/** Runs a task, while nothing else runs. What was done last can then no longer be undone. */
export async function runTask(task: Task): Promise<void> {
  if (isTaskRunning() || task.names.length === 0) return
  const done: string[] = []
  const failures: TaskFailure[] = []
  const tell = (state: TaskProgress['state']) =>
    useTask.setState({ progress: { task, state, done: [...done], failures: [...failures] } })
  const isCurrent = () => {
    const { progress } = useTask.getState()
    return progress?.task === task && progress.state === 'running'
  }
  let telling: ReturnType<typeof setTimeout> | undefined
  const tellProgress = () => {
    telling = undefined
    const { progress } = useTask.getState()
    // What was under way when somebody cancelled still counts: it can be undone.
    if (progress?.task === task) tell(progress.state)
  }
  tell('running')
  await forEachBounded(task.names, task.atOnce, isCurrent, async (name) => {
    try {
      await task.act(name)
      done.push(name)
    } catch (error) {
      failures.push({ name, why: error instanceof Error ? error.message : String(error) })
    }
    telling ??= setTimeout(tellProgress, tellMs)
  })
  clearTimeout(telling)
  if (isCurrent()) tell('finished')
  else tellProgress()
}

/** Begins nothing more. What is under way comes to its end. */
export function cancelTask(): void {
  const { progress } = useTask.getState()
  if (progress?.state === 'running') useTask.setState({ progress: { ...progress, state: 'cancelled' } })
}

/** Takes the last task back, for those to whom it was done. */
export function undoTask(): void {
  const { progress } = useTask.getState()
  if (progress === null || progress.state === 'running' || progress.task.undo === null) return
  void runTask(progress.task.undo(progress.done))
}

export function forgetTask(): void {
  if (!isTaskRunning()) useTask.setState({ progress: null })
}

/** Does something with each of many, at most so many at the same time, for as long as it may go on. */
async function forEachBounded<T>(
  items: readonly T[],
  atOnce: number,
  mayGoOn: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values()
  async function worker() {
    for (const item of rest) {
      await work(item)
      if (!mayGoOn()) return
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
