import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BranchView } from '#contract'
import { Failure } from '../base/index.ts'
import type { LoadBranchHost } from '../lab/index.ts'
import type { LabProcesses } from './lab-process/index.ts'

/** Branches of the lab of a window, each in a process of its own. */
export function branchesIn(processes: LabProcesses): LoadBranchHost {
  return async () => {
    const { endOf, writeHistory } = await import('../history/index.ts')
    const branches = new Map<string, BranchView>()
    return (historyNow) => ({
      async start({ at, ...turn }) {
        const history = await historyNow()
        const atMs = Math.min(Math.max(0, at - history.startMs), endOf(history))
        // A folder that only its owner can read, since a history has passwords.
        const folder = await mkdtemp(join(tmpdir(), 'bramble-branch-'))
        try {
          const file = join(folder, 'trunk.history')
          await writeHistory(file, history)
          const id = await processes.start({ kind: 'history', file, atMs, turn })
          const view = { id, at: history.startMs + atMs, ...turn }
          branches.set(id, view)
          return view
        } finally {
          await rm(folder, { recursive: true, force: true })
        }
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
        throw new Failure('no-branch', { id: '' })
      },
    })
  }
}
