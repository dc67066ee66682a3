import { people, startLabInVirtualTime } from '../../flows/lab-in-virtual-time.ts'
import { cpuMsPer, type Row, type Sample } from '../row.ts'

/** Logs in everybody in a lab of this size, one after another. @returns milliseconds of processor time per login */
export async function measureLogins(users: number): Promise<Sample> {
  const names = Array.from({ length: users }, (_, index) => `load${index + 1}`)
  const { lab, logIn } = await startLabInVirtualTime(people(...names))
  try {
    return await cpuMsPer(users, async () => {
      for (const name of names) {
        const result = await logIn(name)
        if (result !== 'accepted') throw new Error(`${name} cannot log in: ${result}`)
      }
    })
  } finally {
    await lab.stop()
  }
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
