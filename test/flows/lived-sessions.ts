import type { CommandName, CommandOutput, CommandRequest } from '#contract'
import { createPacedClock, type PacedClock } from '../../server/clock/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { createDemoPlayer } from '../../server/scenario/index.ts'
import { password, people } from './lab-in-virtual-time.ts'

/** A lab as in a window, whose time somebody else passes: as fast as the machine can, from one thing that is done to the next. */
export interface Hands {
  lab: Lab
  clock: PacedClock
  do<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  logIn(name: string, typed?: { user?: string; password?: string }): Promise<string>
  say(from: string, to: string, text: string): Promise<string>
  wait(ms: number): Promise<unknown>
}

/** What somebody does by hand. */
export interface Session {
  name: string
  lab: LabFileInput
  act(hands: Hands): Promise<unknown>
  /** A moment from which on the scenario is wanted; by default everything. */
  isSince?: boolean
}

export async function live(
  file: LabFileInput,
  installFolder: string,
  act: (hands: Hands) => Promise<unknown>,
): Promise<Lab> {
  const clock = createPacedClock(Date.UTC(2012, 2, 1, 9, 30, 0, 217))
  const lab = await startLab({
    file,
    clock,
    installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
    demos: async () => createDemoPlayer,
  })
  const call: Hands['do'] = (name, input) => lab.api.call(name, input)
  const wait = (durationMs: number) => call('clock.jump', { durationMs })
  await act({
    lab,
    clock,
    do: call,
    wait,
    logIn: async (name, { user = name, password: typed = password } = {}) =>
      (await call('handheld.login', { name, user, password: typed })).result,
    say: async (from, to, text) => (await call('handheld.send', { name: from, to, text })).outcome,
  })
  return lab
}

const trio = people('alice', 'bob', 'carol')
const secrets = {
  users: [
    { id: 'alice', password: 'tulip-Margin-47' },
    { id: 'bob', password: 'Qv8#ledger' },
  ],
}

/** Twenty different things that people do. */
export const sessions: readonly Session[] = [
  {
    name: 'a first login and a message',
    lab: {},
    async act({ do: call, logIn, say, wait }) {
      await logIn('alice')
      await wait(2_000)
      await logIn('bob')
      await wait(3_170)
      await say('alice', 'sip:bob@corp.example', 'Lunch?')
      await wait(12_430)
      await call('handheld.readConversation', { name: 'bob', with: 'sip:alice@corp.example' })
      await say('bob', 'alice', 'At noon')
      await wait(1_000)
    },
  },
  {
    name: 'logged out in a tunnel because the place was needed',
    lab: { ...trio, service: { maximumSessions: 2, idleTimeout: '5m' } },
    async act({ do: call, logIn, wait }) {
      await logIn('alice')
      await wait(4_000)
      await logIn('bob')
      await wait(60_321)
      await call('handheld.tunnel', { name: 'alice', durationMs: 240_000 })
      await wait(20_111)
      await logIn('carol')
      await wait(300_000)
    },
  },
  {
    name: 'server busy, then a place',
    lab: { ...trio, service: { maximumSessions: 2 } },
    async act({ do: call, logIn, wait }) {
      await logIn('alice')
      await wait(1_500)
      await logIn('bob')
      await wait(9_000)
      await logIn('carol')
      await wait(30_000)
      await call('handheld.logout', { name: 'alice' })
      await wait(5_000)
      await logIn('carol')
      await wait(2_000)
    },
  },
  {
    name: 'wrong passwords and a new one',
    lab: secrets,
    async act({ do: call, logIn, wait }) {
      await logIn('alice', { password: 'guess' })
      await wait(8_000)
      await logIn('alice', { password: 'tulip-Margin-47' })
      await wait(20_000)
      await call('user.save', { id: 'alice', password: 'another-Secret-1' })
      await call('handheld.logout', { name: 'alice' })
      await wait(10_000)
      await logIn('alice', { password: 'tulip-Margin-47' })
      await wait(5_000)
      await logIn('alice', { password: 'another-Secret-1' })
      await wait(1_000)
    },
  },
  {
    name: 'inactive after five minutes',
    lab: { ...trio, service: { inactivityTimeout: '5m' } },
    async act({ logIn, say, wait }) {
      await logIn('alice')
      await wait(2_000)
      await logIn('bob')
      await wait(120_000)
      await say('bob', 'alice', 'Still there?')
      await wait(400_000)
    },
  },
  {
    name: 'a directory that is down and comes back',
    lab: {},
    async act({ do: call, logIn, wait }) {
      await call('conditions.set', { isDirectoryUp: false })
      await wait(3_000)
      await logIn('alice')
      await wait(20_000)
      await call('conditions.set', { isDirectoryUp: true })
      await wait(4_000)
      await logIn('alice')
      await wait(4_000)
    },
  },
  {
    name: 'a fault that begins later and lasts a while',
    lab: {},
    async act({ do: call, logIn, wait }) {
      await call('faults.set', {
        at: 'communicationsServer',
        kind: 'answer',
        code: 503,
        after: 30_000,
        for: 60_000,
      })
      await logIn('alice')
      await wait(45_000)
      await logIn('bob')
      await wait(80_000)
      await logIn('bob')
      await wait(1_000)
    },
  },
  {
    name: 'only the first two requests fail',
    lab: {},
    async act({ do: call, logIn, wait }) {
      await call('faults.set', { at: 'directory', kind: 'answer', code: 51, first: 2 })
      await wait(1_000)
      await logIn('alice')
      await wait(6_000)
      await logIn('alice')
      await wait(6_000)
      await logIn('alice')
      await wait(1_000)
    },
  },
  {
    name: 'the service restarts and clients log in again by themselves',
    lab: { service: { passwordCaching: true } },
    async act({ do: call, logIn, wait }) {
      await logIn('alice')
      await wait(1_000)
      await logIn('bob')
      await wait(30_000)
      await call('service.restart', {})
      await wait(180_000)
    },
  },
  {
    name: 'the Communications Server restarts',
    lab: {},
    async act({ do: call, logIn, say, wait }) {
      await logIn('alice')
      await logIn('bob')
      await wait(30_000)
      await call('part.restart', { at: 'communicationsServer', forMs: 20_000 })
      await wait(5_000)
      await logIn('alice')
      await wait(60_000)
      await say('alice', 'bob', 'Back again')
      await wait(20_000)
    },
  },
  {
    name: 'links of all kinds',
    lab: {},
    async act({ do: call, logIn, say, wait }) {
      await call('handheld.setLink', { name: 'alice', link: 'gprs' })
      await call('handheld.setLink', { name: 'bob', link: { delayMs: 1_500, jitterMs: 400, loss: 0.2 } })
      await wait(2_000)
      await logIn('alice')
      await wait(7_000)
      await logIn('bob')
      await wait(7_000)
      await say('alice', 'bob', 'Slow today')
      await wait(15_000)
      await call('handheld.setLink', { name: 'bob', link: null })
      await wait(2_000)
      await say('bob', 'alice', 'Better now')
      await wait(15_000)
    },
  },
  {
    name: 'a message that waits for coverage',
    lab: {},
    async act({ do: call, logIn, say, wait }) {
      await logIn('alice')
      await logIn('bob')
      await wait(10_000)
      await call('handheld.setCoverage', { name: 'bob', coverage: 'none' })
      await wait(5_000)
      await say('alice', 'bob', 'Where are you?')
      await wait(40_000)
      await call('handheld.setCoverage', { name: 'bob', coverage: 'weak' })
      await wait(30_000)
    },
  },
  {
    name: 'contacts, presence and typing',
    lab: trio,
    async act({ do: call, logIn, wait }) {
      await logIn('alice')
      await logIn('bob')
      await wait(4_000)
      await call('handheld.setPresence', { name: 'bob', presence: 'busy' })
      await wait(2_000)
      await call('handheld.removeContact', { name: 'alice', contact: 'sip:carol@corp.example' })
      await wait(2_000)
      await call('handheld.setTyping', { name: 'alice', to: 'sip:bob@corp.example', isTyping: true })
      await wait(3_000)
      await call('handheld.setTyping', { name: 'alice', to: 'sip:bob@corp.example', isTyping: false })
      await call('handheld.addContact', { name: 'alice', contact: 'sip:carol@corp.example' })
      await wait(10_000)
    },
  },
  {
    name: 'somebody new, with a handheld',
    lab: {},
    async act({ do: call, logIn, say, wait }) {
      await logIn('alice')
      await wait(20_000)
      await call('user.save', { id: 'dora', name: 'Dora Dale', mayUseClient: false })
      await call('handheld.add', { name: 'dora', user: 'dora' })
      await wait(5_000)
      await logIn('dora')
      await wait(12_000)
      await call('user.save', { id: 'dora', mayUseClient: true })
      await wait(5_000)
      await logIn('dora')
      await wait(3_000)
      await say('dora', 'alice', 'I am in')
      await wait(5_000)
    },
  },
  {
    name: 'everybody at the same moment',
    lab: { handhelds: [{ fleet: 12, user: 'load{n}', name: 'load{n}' }], service: { maximumSessions: 10 } },
    async act({ logIn, wait }) {
      await Promise.all(Array.from({ length: 12 }, (_, index) => logIn(`load${index + 1}`)))
      await wait(30_000)
    },
  },
  {
    name: 'settings while it runs',
    lab: trio,
    async act({ do: call, logIn, wait }) {
      await logIn('alice')
      await wait(2_000)
      await call('service.configure', { maximumSessions: 1 })
      await logIn('bob')
      await wait(6_000)
      await call('service.configure', { maximumSessions: 5, transport: 'tcp' })
      await wait(6_000)
      await logIn('bob')
      await wait(3_000)
      await call('service.configure', { environment: 'ocs2007', transport: 'tls' })
      await wait(10_000)
      await logIn('carol')
      await wait(1_000)
    },
  },
  {
    name: 'a demonstration, step by step',
    lab: {},
    async act({ do: call, lab, wait }) {
      await call('demo.start', { id: 'demos/tunnel' })
      const { demo } = await lab.api.snapshot()
      for (const _ of demo?.steps ?? []) {
        await call('demo.next', {})
        await wait(2_000)
      }
    },
  },
  {
    name: 'requests that are held and let go',
    lab: {},
    async act({ do: call, lab, wait }) {
      await call('faults.set', { at: 'directory', kind: 'hold' })
      const login = lab.api.call('handheld.login', { name: 'alice', user: 'alice', password })
      await wait(4_000)
      await call('faults.release', { at: 'directory' })
      await wait(1_000)
      await call('faults.clear', {})
      await login
      await wait(3_000)
    },
  },
  {
    name: 'desktop clients and a power cut',
    lab: {},
    async act({ do: call, logIn, wait }) {
      await logIn('alice')
      await call('desktop.signIn', { user: 'bob' })
      await wait(5_000)
      await call('desktop.send', { user: 'bob', to: 'alice', text: 'From my desk' })
      await wait(8_000)
      await call('handheld.setPower', { name: 'alice', isOn: false })
      await wait(30_000)
      await call('handheld.setPower', { name: 'alice', isOn: true })
      await wait(5_000)
      await logIn('alice')
      await call('desktop.signOut', { user: 'bob', manner: 'crash' })
      await wait(10_000)
    },
  },
  {
    name: 'the last minutes of a long day',
    lab: { ...trio, service: { maximumSessions: 2, idleTimeout: '5m' } },
    isSince: true,
    async act({ do: call, logIn, say, wait }) {
      await logIn('alice')
      await logIn('bob')
      await wait(3_600_000)
      await say('alice', 'bob', 'Long ago')
      await call('handheld.setCoverage', { name: 'bob', coverage: 'weak' })
      await wait(7_200_000)
    },
  },
]

/** What is done in the range of a session that has one. */
export async function endOfDay({ do: call, logIn, say, wait }: Hands): Promise<void> {
  await wait(10_000)
  await say('alice', 'bob', 'Now')
  await call('handheld.setStatusMessages', { name: 'alice', sendsStatus: false })
  await wait(330_000)
  await logIn('carol')
  await wait(20_000)
}
