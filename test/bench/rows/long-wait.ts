import { people, startLabInVirtualTime } from '../../flows/lab-in-virtual-time.ts'
import { cpuMsPer, type Row, type Sample } from '../row.ts'

const hourMs = 3_600_000

/** Starts a lab, logs in at two handhelds, waits and stops. @returns seconds of processor time */
async function measureWait(hours: number): Promise<Sample> {
  return cpuMsPer(1_000, async () => {
    const { lab, clock, logIn } = await startLabInVirtualTime(people('alice', 'bob'))
    await logIn('alice')
    await logIn('bob')
    await clock.advance(hours * hourMs)
    // Without the frames: reading 100,000 of them is no part of the wait.
    const { sessions } = await lab.api.snapshot()
    if (sessions.length !== 2) throw new Error(`${sessions.length} of 2 sessions are left after ${hours} h`)
    await lab.stop()
  })
}

export const longWait: Row = {
  name: 'long-wait',
  what: 'a lab with two handhelds that send status messages, in virtual time: 30 days / one day',
  unit: 'seconds of CPU',
  goal: { atMost: 25, oursAtMost: 10 },
  rounds: 3,
  async open(isSmall) {
    const [long, short] = isSmall ? [2, 1] : [30 * 24, 24]
    return { ours: () => measureWait(long), theirs: () => measureWait(short) }
  },
}
