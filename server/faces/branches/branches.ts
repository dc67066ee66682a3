import { join } from 'node:path'
import type { BranchingView, BranchTurn, BranchView, CommandInput } from '#contract'
import { Failure } from '../../base/index.ts'
import { makePrivateFolder, removeAbandonedFolders } from '../../base/node/index.ts'
import { Interrupted } from '../../clock/index.ts'
import type { History } from '../../history/index.ts'
import type { LoadBranchHost } from '../../lab/index.ts'
import type { LabProcesses } from '../lab-process/index.ts'
import { knownSnapshot } from '../snapshot-file.ts'
import { GivenHistories } from './given-histories.ts'
import { Parking } from './parking.ts'

export interface BranchOptions {
  /** Maximum number of processes that wait at marks; 0: none. */
  mostWaiting?: number
  /** A person's own folder, which has the snapshots; null: there is none. */
  folder?: string | null
}

/** Branches of the lab of a window, each in a process of its own. */
export function branchesIn(
  processes: LabProcesses,
  { folder = null, mostWaiting = 1 }: BranchOptions = {},
): LoadBranchHost {
  void removeAbandonedFolders()
  return async () => {
    const { endOf, readHistoryFile, writeHistory } = await import('../../history/index.ts')
    const branches = new Map<string, BranchView>()
    const starts = new Map<BranchingView, AbortController>()

    /** Hands over a history as a file that only its owner can read, since it has passwords. */
    async function withFile<T>(history: History, work: (file: string) => Promise<T>): Promise<T> {
      const own = await makePrivateFolder()
      try {
        const file = join(own.path, 'trunk.history')
        await writeHistory(file, history)
        return await work(file)
      } finally {
        await own.remove()
      }
    }

    return (trunk) => {
      const parking = new Parking({ processes, most: mostWaiting, withFile })
      const report = () => trunk.report([...starts.keys()].map((one) => ({ ...one })))
      const given = new GivenHistories()
      const none = () => new Failure('no-branch', { id: '' })

      async function prepare(at: number): Promise<void> {
        const history = await trunk.history()
        await parking.prepare(history, at - history.startMs)
      }

      /** Tells how far a lab is that starts, until it runs. @returns null: it was cancelled */
      async function followed<T>(
        start: Pick<BranchingView, 'at' | 'of'>,
        work: (follow: (history: History, atMs: number) => Following) => Promise<T>,
      ): Promise<T | null> {
        const starting = { ...start, done: 0 }
        const cancelling = new AbortController()
        starts.set(starting, cancelling)
        report()
        try {
          return await work((history, atMs) => {
            starting.at = history.startMs + atMs
            report()
            const following: Following = {
              difference: null,
              end: cancelling.signal,
              onProgress(reachedMs) {
                const done = atMs === 0 ? 1 : Math.min(1, reachedMs / atMs)
                if (done - starting.done < leastProgress) return
                starting.done = done
                report()
              },
              onDiffers({ entry, atMs: differsMs }) {
                following.difference = { entry, at: history.startMs + differsMs }
              },
            }
            return following
          })
        } catch (thrown) {
          if (thrown instanceof Interrupted) return null
          throw thrown
        } finally {
          starts.delete(starting)
          report()
        }
      }

      /** Lends the file of a history that is to be opened. */
      async function withGiven<T>(
        from: CommandInput<'branch.open'>['from'],
        work: (file: string) => Promise<T>,
      ): Promise<T> {
        if ('upload' in from) return given.withFile(from.upload, from.name, work)
        if (folder === null) throw new Failure('no-snapshots', {})
        return work(await knownSnapshot(folder, from.snapshot))
      }

      return {
        start: ({ at, ...turn }) =>
          followed({ at, of: null }, async (follow) => {
            const history = await trunk.history()
            const atMs = Math.min(Math.max(0, at - history.startMs), endOf(history))
            const following = follow(history, atMs)
            const waiting = parking.take(atMs)
            const id = await withFile(history, (file) =>
              waiting === null
                ? processes.start({ kind: 'history', file, to: { atMs, turn } }, following)
                : waiting.goOn({ file, atMs, turn }, following),
            )
            const { difference } = following
            const view = { id, at: history.startMs + atMs, ...turn, difference, of: null, goesOn: true }
            branches.set(id, view)
            // Who takes one turn from a moment often takes another one from there.
            if (waiting !== null) void parking.prepare(history, atMs)
            return view
          }),
        async give({ text, upload }) {
          await given.give(upload, text)
          return null
        },
        async drop({ upload }) {
          await given.drop(upload)
          return null
        },
        open: ({ from, goesOn }) =>
          followed({ at: 0, of: nameOf(from) }, async (follow) =>
            withGiven(from, async (file) => {
              const history = await readHistoryFile(file)
              const atMs = endOf(history)
              const following = follow(history, atMs)
              const to = { atMs, turn: goesOn ? unchanged : null }
              const id = await processes.start({ kind: 'history', file, to }, following)
              const at = history.startMs + atMs
              const { difference } = following
              const view = { id, at, ...unchanged, difference, of: nameOf(from), goesOn }
              branches.set(id, view)
              return view
            }),
          ),
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

/** Who follows how a lab repeats a history, and where it differs from it. */
interface Following {
  difference: BranchView['difference']
  readonly end: AbortSignal
  onProgress(reachedMs: number): void
  onDiffers(difference: { entry: number; atMs: number }): void
}

const unchanged: BranchTurn = { changes: {}, conditions: {}, coverage: null }

function nameOf(from: CommandInput<'branch.open'>['from']): string {
  return 'upload' in from ? from.name : from.snapshot
}

/** Progress that nobody would see is not told. */
const leastProgress = 0.01
