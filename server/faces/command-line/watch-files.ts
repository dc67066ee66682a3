import { type FSWatcher, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createRealClock } from '../../clock/index.ts'
import { exitCodes, printFailure, warn } from './output.ts'
import type { Plan } from './plan/plan-runs.ts'

export interface WatchOptions {
  end: AbortSignal
  /** Reads all files anew. */
  plan(): Promise<Plan>
  run(plan: Plan): Promise<number>
}

/** Editors save a file in several steps. */
const pauseMs = 100

/**
 * Runs everything once, and then, each time that a file is saved, the scenarios that it changes, also through `include` and `lab`.
 * @returns the exit code of the latest run, once a signal has ended it
 */
export async function watchFiles(
  names: readonly string[],
  { end, plan, run }: WatchOptions,
): Promise<number> {
  const folders = new FolderWatch(end)
  let code: number = exitCodes.fine
  let changed: ReadonlySet<string> | null = null
  while (!end.aborted) {
    try {
      const all = await plan()
      folders.watch([...all.files, ...names])
      const chosen = changed === null ? all : changedBy(all, changed)
      if (chosen.entries.length > 0) {
        code = await run(chosen)
        warn('watching; Ctrl+C ends it')
      }
    } catch (thrown) {
      code = printFailure(thrown)
      folders.watch(names)
    }
    changed = await folders.next()
  }
  folders.stop()
  return code
}

/** The runs that read one of these files. A file that cannot be used is read by itself alone, as far as is known. */
function changedBy(plan: Plan, changed: ReadonlySet<string>): Plan {
  const isChanged = (file: string) => changed.has(resolve(file))
  const entries = plan.entries.filter((entry) =>
    entry.unusable
      ? isChanged(entry.task.file) || entry.unusable.problems.some(({ file }) => isChanged(file))
      : entry.scenario.files.some(isChanged),
  )
  return { ...plan, entries }
}

/** Whether it may be a file that runs read; a folder also has outputs, and files of other programs. */
function isInput(path: string): boolean {
  return /\.(ya?ml|json|pem|crt|key)$/i.test(path)
}

/** Watches folders, since an editor replaces a file by another of the same name. */
class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #clock = createRealClock()
  readonly #end: AbortSignal
  #changed = new Set<string>()
  #wake: (() => void) | null = null
  #timer = { cancel() {} }

  constructor(end: AbortSignal) {
    this.#end = end
    end.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  watch(files: readonly string[]): void {
    for (const file of files) {
      const folder = dirname(resolve(file))
      for (const one of [folder, resolve(file)]) this.#watchFolder(one)
    }
  }

  #watchFolder(folder: string): void {
    if (this.#watchers.has(folder)) return
    try {
      const watcher = watch(folder, (_, name) => {
        this.#note(name === null ? folder : resolve(folder, name))
      })
      // A folder that is removed is no longer watched.
      watcher.on('error', () => this.#watchers.delete(folder))
      this.#watchers.set(folder, watcher)
    } catch {
      return
    }
  }

  #note(path: string): void {
    if (!isInput(path)) return
    this.#changed.add(path)
    this.#timer.cancel()
    this.#timer = this.#clock.after(pauseMs, () => this.#wake?.())
  }

  /** @returns the paths that have changed, once some have */
  async next(): Promise<ReadonlySet<string>> {
    if (this.#end.aborted) return new Set()
    if (this.#changed.size === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    } else await new Promise<void>((resolve) => this.#clock.after(pauseMs, resolve))
    this.#wake = null
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }

  stop(): void {
    this.#timer.cancel()
    for (const watcher of this.#watchers.values()) watcher.close()
  }
}
