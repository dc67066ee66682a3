import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../command-line/build-program.ts'
import { benchProgram, cpuMsOfEndedChildren, missingProc, runNode } from '../processes.ts'
import type { Row } from '../row.ts'

export const runJobs: Row = {
  name: 'run-jobs',
  what: 'all scenarios of the library with `run --jobs 2` / with `--jobs 1`, on two free cores',
  unit: 'seconds',
  goal: { atMost: 0.6, cpuAtMost: 1.15 },
  rounds: 3,
  missing: missingProc,
  async open(isSmall) {
    const program = await benchProgram()
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
    const library = join(projectFolder, 'server/library')
    const filter = isSmall ? ['--filter', '08-all-drop'] : []
    const measureRun = async (jobs: number) => {
      const startedAt = performance.now()
      const before = cpuMsOfEndedChildren()
      await runNode([program, 'run', library, '--jobs', String(jobs), ...filter], folder)
      const wallMs = performance.now() - startedAt
      return { cpuMs: Math.max(cpuMsOfEndedChildren() - before, 1), wallMs, value: wallMs / 1_000 }
    }
    return {
      ours: () => measureRun(2),
      theirs: () => measureRun(1),
      close: () => rm(folder, { recursive: true }),
    }
  },
}
