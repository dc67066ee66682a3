import { goingBack } from '../going-back.ts'
import { missingProc } from '../processes.ts'
import type { Row } from '../row.ts'

/** Longer than that, and people wonder whether it has understood. */
const goalMs = 1_000

export const branchAtMark: Row = {
  name: 'branch-at-mark',
  what: 'a lab of one hour and 50 handhelds goes on from the mark at which a process waits / one second',
  unit: 'ms of wall time',
  goal: { atMost: 1 },
  rounds: 5,
  missing: missingProc,
  async open(isSmall) {
    const [handhelds, minutes, mark] = isSmall ? [2, 12, 10] : [50, 60, 45]
    const { close, goTo } = await goingBack(handhelds, minutes)
    return {
      async ours() {
        const { cpuMs, wallMs } = await goTo(mark)
        return { value: wallMs, cpuMs, wallMs }
      },
      theirs: async () => ({ value: goalMs, cpuMs: goalMs, wallMs: goalMs }),
      close,
    }
  },
}
