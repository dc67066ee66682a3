import {
  type LabInVirtualTime,
  password,
  people,
  startLabInVirtualTime,
} from '../../flows/lab-in-virtual-time.ts'
import { cpuMsPer, type Row, type Sample } from '../row.ts'

/** Longer than a change of presence takes to reach the last handheld. */
const afterwardsMs = 2_000

/**
 * Logs in everybody in a lab of this size, each as soon as the one before has the answer.
 * @returns milliseconds of processor time per login, with all that it brings to the colleagues' handhelds
 */
export function measureLogins(users: number): Promise<Sample> {
  return inLab(users, (lab, names) =>
    cpuMsPer(users, async () => {
      for (const name of names) await lab.clock.runUntil(askToLogIn(lab, name))
      await lab.clock.advance(afterwardsMs)
    }),
  )
}

/** As `measureLogins`, but everybody begins at the same moment. */
export function measureLoginsTogether(users: number): Promise<Sample> {
  return inLab(users, (lab, names) =>
    cpuMsPer(users, async () => {
      await lab.clock.runUntil(Promise.all(names.map((name) => askToLogIn(lab, name))))
      await lab.clock.advance(afterwardsMs)
    }),
  )
}

/** Logs out everybody, one after another. @returns milliseconds of processor time per logout */
export function measureLogouts(users: number): Promise<Sample> {
  return inLab(users, async (lab, names) => {
    await lab.clock.runUntil(Promise.all(names.map((name) => askToLogIn(lab, name))))
    await lab.clock.advance(afterwardsMs)
    return cpuMsPer(users, async () => {
      for (const name of names) await lab.call('handheld.logout', { name })
      await lab.clock.advance(afterwardsMs)
    })
  })
}

async function inLab(
  users: number,
  measure: (lab: LabInVirtualTime, names: readonly string[]) => Promise<Sample>,
): Promise<Sample> {
  const names = Array.from({ length: users }, (_, index) => `load${index + 1}`)
  const lab = await startLabInVirtualTime(people(...names))
  try {
    return await measure(lab, names)
  } finally {
    await lab.lab.stop()
  }
}

async function askToLogIn({ lab }: LabInVirtualTime, name: string): Promise<void> {
  const { result } = await lab.api.call('handheld.login', { name, user: name, password })
  if (result !== 'accepted') throw new Error(`${name} cannot log in: ${result}`)
}

export const loginFanOut: Row = {
  name: 'login-fan-out',
  what: 'login in a lab of 50 users, who have each other on their contact lists / of 51, who do not',
  unit: 'ms of CPU per login',
  goal: { atMost: 1.3 },
  rounds: 5,
  async open(isSmall) {
    const [within, beyond] = isSmall ? [2, 3] : [50, 51]
    return { ours: () => measureLogins(within), theirs: () => measureLogins(beyond) }
  },
}
