import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BranchingView, BranchView } from '#contract'
import { Failure } from '../../base/index.ts'
import { Interrupted } from '../../clock/index.ts'
import type { History } from '../../history/index.ts'
import type { LoadBranchHost } from '../../lab/index.ts'
import type { LabProcesses } from '../lab-process/index.ts'
import { Parking } from './parking.ts'

export interface BranchOptions {
  /** Maximum number of processes that wait at marks; 0: none. */
  mostWaiting?: number
}

/** Branches of the lab of a window, each in a process of its own. */
export function branchesIn(processes: LabProcesses, { mostWaiting = 1 }: BranchOptions = {}): LoadBranchHost {
  return async () => {
    const { endOf, writeHistory } = await import('../../history/index.ts')
    const branches = new Map<string, BranchView>()
    const starts = new Map<BranchingView, AbortController>()

    /** Hands over a history as a file that only its owner can read, since it has passwords. */
    async function withFile<T>(history: History, work: (file: string) => Promise<T>): Promise<T> {
      const folder = await mkdtemp(join(tmpdir(), 'bramble-branch-'))
      try {
        const file = join(folder, 'trunk.history')
        await writeHistory(file, history)
        return await work(file)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }

    return (trunk) => {
      const parking = new Parking({ processes, most: mostWaiting, withFile })
      const report = () => trunk.report([...starts.keys()].map((one) => ({ ...one })))
      const none = () => new Failure('no-branch', { id: '' })

      async function prepare(at: number): Promise<void> {
        const history = await trunk.history()
        await parking.prepare(history, at - history.startMs)
      }

      return {
        async start({ at, ...turn }) {
          const starting = { at, done: 0 }
          const cancelling = new AbortController()
          starts.set(starting, cancelling)
          report()
          try {
            const history = await trunk.history()
            const atMs = Math.min(Math.max(0, at - history.startMs), endOf(history))
            const onProgress = (reachedMs: number) => {
              const done = atMs === 0 ? 1 : Math.min(1, reachedMs / atMs)
              if (done - starting.done < leastProgress) return
              starting.done = done
              report()
            }
            const options = { onProgress, end: cancelling.signal }
            const waiting = parking.take(atMs)
            const id = await withFile(history, (file) =>
              waiting === null
                ? processes.start({ kind: 'history', file, to: { atMs, turn } }, options)
                : waiting.goOn({ file, atMs, turn }, options),
            )
            const view = { id, at: history.startMs + atMs, ...turn }
            branches.set(id, view)
            // Who takes one turn from a moment often takes another one from there.
            if (waiting !== null) void parking.prepare(history, atMs)
            return view
          } catch (thrown) {
            if (thrown instanceof Interrupted) return null
            throw thrown
          } finally {
            starts.delete(starting)
            report()
          }
        },
        async cancel({ at }) {
          for (const [starting, cancelling] of starts) if (starting.at === at) cancelling.abort()
          return null
        },
        async prepare({ at }) {
          // Without it, going on says what is wrong.
          if (mostWaiting > 0) await prepare(at).catch(() => {})
          return null
        },
        async list() {
          for (const id of branches.keys()) if (!processes.isRunning(id)) branches.delete(id)
          return [...branches.values()]
        },
        async stop({ id }) {
          if (!branches.has(id)) throw new Failure('no-branch', { id })
          branches.delete(id)
          await processes.end(id)
          return null
        },
        async compare() {
          throw none()
        },
      }
    }
  }
}

/** Progress that nobody would see is not told. */
const leastProgress = 0.01
