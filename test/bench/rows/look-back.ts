import { createGenerator } from '../../../server/clock/index.ts'
import { LookBack, usualChronicleLimits } from '../../../server/contract/index.ts'
import { emptySnapshot } from '../../../server/contract/testing/empty-snapshot.ts'
import { userEvent } from '../../../server/contract/testing/made-events.ts'
import { textPacking } from '../../../server/lab/text-packing.ts'
import type { Row, Sample } from '../row.ts'

/** Longer than that, and dragging the time line would stutter. */
const goalMs = 50

export const lookBack: Row = {
  name: 'look-back',
  what: 'the longest of 500 looks at any of 100,000 events of a lab with 500 entries of which each changes one / 50 ms',
  unit: 'ms of CPU',
  goal: { atMost: 1 },
  rounds: 5,
  async open(isSmall) {
    const events = isSmall ? 2_000 : 100_000
    const looks = isSmall ? 10 : 500
    const chance = createGenerator(1)
    const past = new LookBack(emptySnapshot, { frame: 0, line: 0 }, usualChronicleLimits, textPacking)
    for (let seq = 1; seq <= events; seq += 1)
      past.add(userEvent(seq, `user${seq % 500}`), { frame: seq, line: 0 })
    return {
      async ours(): Promise<Sample> {
        const startedAt = performance.now()
        const before = process.cpuUsage()
        let longestMs = 0
        for (let look = 0; look < looks; look += 1) {
          const begun = process.cpuUsage()
          const seq = chance.integer(1, events)
          if (past.moment({ seq }).snapshot.seq !== seq) throw new Error(`event ${seq} is not there`)
          const { system, user } = process.cpuUsage(begun)
          longestMs = Math.max(longestMs, (user + system) / 1_000)
        }
        const { system, user } = process.cpuUsage(before)
        return { value: longestMs, cpuMs: (user + system) / 1_000, wallMs: performance.now() - startedAt }
      },
      theirs: async () => ({ value: goalMs, cpuMs: goalMs, wallMs: goalMs }),
    }
  },
}
