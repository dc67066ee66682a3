import { people, startLabInVirtualTime } from '../../flows/lab-in-virtual-time.ts'
import { openBareOffice } from '../bare/office.ts'
import { perCpuSecond, type Row } from '../row.ts'

const password = 'Passw0rd!'
/** Lab time in which everything that a logout causes has ended. */
const settlingMs = 10_000

type Environment = 'ocs2007r2' | 'ocs2007'

/** All users of a lab log in at once. Each round logs them out again, which is not counted. */
async function openContest(environment: Environment, users: number) {
  const names = Array.from({ length: users }, (_, index) => `load${index}`)
  const { lab, clock } = await startLabInVirtualTime({
    service: { environment, maximumSessions: users },
    ...people(...names),
  })
  const office = await openBareOffice(environment, users)
  const all = <T>(work: (name: string) => Promise<T>) => Promise.all(names.map(work))

  async function logInAll(): Promise<void> {
    const answers = all((name) => lab.api.call('handheld.login', { name, user: name, password }))
    for (const { result } of await clock.runUntil(answers)) {
      if (result !== 'accepted') throw new Error(`somebody cannot log in: ${result}`)
    }
    // The contacts and the presence of each arrive after the acceptance.
    await clock.settle()
  }

  /** One after the other, which costs the script least: 500 TLS handshakes at once take more than 500 that follow each other. */
  async function logInBare(): Promise<void> {
    for (let index = 0; index < users; index += 1) await office.logIn(index)
  }

  async function logOutAll(): Promise<void> {
    await clock.runUntil(all((name) => lab.api.call('handheld.logout', { name })))
    await clock.advance(settlingMs)
  }

  return {
    async ours() {
      const sample = await perCpuSecond(users, logInAll)
      await logOutAll()
      return sample
    },
    async theirs() {
      const sample = await perCpuSecond(users, logInBare)
      await office.logOutAll()
      return sample
    },
    async close() {
      await office.close()
      await lab.stop()
    },
  }
}

export const loginR2: Row = {
  name: 'login-r2',
  what: 'logins with OCS 2007 R2, 500 at once, from handheld to contacts and presence / the same binds, envelopes and SIP over the same kinds of sockets',
  unit: 'logins per CPU second',
  goal: { atLeast: 0.5 },
  rounds: 7,
  open: (isSmall) => openContest('ocs2007r2', isSmall ? 3 : 500),
}

export const loginOcs2007: Row = {
  name: 'login-ocs2007',
  what: 'logins with OCS 2007, 500 at once, each with a TLS connection and NTLM of its own / the same envelopes, handshakes, signatures and SIP',
  unit: 'logins per CPU second',
  goal: { atLeast: 0.5 },
  rounds: 7,
  open: (isSmall) => openContest('ocs2007', isSmall ? 3 : 500),
}
