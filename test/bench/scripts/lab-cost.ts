import { setTimeout as pause } from 'node:timers/promises'

/** V8 gives the pages that a collection has emptied back to the system on another thread, soon afterwards. */
const givingBackMs = 1_000
/**
 * A lab closes holes of 24 MB or more in its heap by itself: it begins when they have stayed for 15 seconds, and needs up to three
 * collections, five seconds apart. Only a lab of many handhelds has such holes.
 */
const manyHandhelds = 1_000
const closingHolesMs = 30_000

/** What a lab does for all of its handhelds or sessions. */
interface Acts {
  logIn(): Promise<void>
  /** Lets each of them send one status message. */
  sendStatus(): Promise<void>
  sessions(): Promise<number>
  logOut(): Promise<void>
}

/** Resident memory in bytes, and milliseconds of processor time: of the whole process, and for each of `count`. */
export async function labCost(count: number, { logIn, logOut, sendStatus, sessions }: Acts) {
  const loginMs = await costOfEach(count, logIn)
  // The first round also lets go what a login leaves behind for a while.
  await sendStatus()
  const statusMs = await costOfEach(count, sendStatus)
  globalThis.gc?.()
  await pause(count < manyHandhelds ? givingBackMs : closingHolesMs)
  const { rss } = process.memoryUsage()
  const open = await sessions()
  if (open !== count) throw new Error(`${open} of ${count} sessions are open`)
  const logoutMs = await costOfEach(count, logOut)
  return { rss, cpuMs: cpuMs(), loginMs, statusMs, logoutMs }
}

async function costOfEach(count: number, act: () => Promise<void>): Promise<number> {
  const before = cpuMs()
  await act()
  return (cpuMs() - before) / Math.max(count, 1)
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
