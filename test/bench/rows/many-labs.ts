import { z } from 'zod'
import { benchScript, cpuMsOf, missingProc, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const output = z.object({ rss: z.number() })

/** @returns resident memory, in MB, of a fresh process with this number of labs */
async function measureLabs(script: string, labs: number, handhelds: number): Promise<Sample> {
  const startedAt = performance.now()
  const words = ['--expose-gc', script, String(labs), String(handhelds)]
  const { line, pid, stop } = await startNode(words)
  const cpuMs = cpuMsOf(pid)
  const wallMs = performance.now() - startedAt
  await stop()
  return { cpuMs, wallMs, value: output.parse(JSON.parse(line)).rss / 1e6 }
}

export const manyLabs: Row = {
  name: 'many-labs',
  what: 'memory of a process with ten labs, in each of which ten handhelds are signed in / with one lab',
  unit: 'MB',
  goal: { atMost: 4 },
  rounds: 5,
  missing: missingProc,
  async open(isSmall) {
    const script = await benchScript('labs')
    const [labs, handhelds] = isSmall ? [2, 1] : [10, 10]
    return {
      ours: () => measureLabs(script, labs, handhelds),
      theirs: () => measureLabs(script, 1, handhelds),
    }
  },
}
