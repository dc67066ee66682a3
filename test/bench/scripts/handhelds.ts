/**
 * Signs handhelds in to a lab and prints what that costs, as JSON: resident memory in bytes, and milliseconds of processor time
 * of the process, and for a login, a status message and a logout. Argument: number of handhelds, which may be 0.
 */
import '../../../server/words/index.ts'
import { startLab } from '../../../server/lab/index.ts'
import { labCost } from './lab-cost.ts'

/** Logins under way at the same time. Each takes about half a second on the air. */
const atOnce = 100
/** Each handheld sends one status message in this time. */
const statusIntervalMs = 60_000
/** A logout has reached the Communications Server after this time. */
const logoutMs = 10_000

const count = Number(process.argv[2])
const names = Array.from({ length: count }, (_, index) => `load${index + 1}`)
const lab = await startLab({
  file: {
    service: { maximumSessions: Math.max(count, 1), statusInterval: `${statusIntervalMs}ms` },
    users: [],
    handhelds: count === 0 ? [] : [{ fleet: count, user: 'load{n}', name: 'load{n}' }],
  },
  installFolder: null,
  defaultPort: 0,
  defaultDatabase: 'memory',
})
const pass = async (durationMs: number) => void (await lab.api.call('clock.jump', { durationMs }))
const forEachHandheld = async (act: (name: string) => Promise<void>) => {
  const waiting = names.values()
  const work = async () => {
    for (const name of waiting) await act(name)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
const cost = await labCost(count, {
  logIn: () =>
    forEachHandheld(async (name) => {
      const { result } = await lab.api.call('handheld.login', { name, user: name, password: 'Passw0rd!' })
      if (result !== 'accepted') throw new Error(`${name} cannot log in: ${result}`)
    }),
  sendStatus: () => pass(statusIntervalMs),
  sessions: async () => (await lab.api.snapshot()).sessions.length,
  logOut: async () => {
    await forEachHandheld(async (name) => void (await lab.api.call('handheld.logout', { name })))
    await pass(logoutMs)
  },
})
console.log(JSON.stringify(cost))
process.exit()
