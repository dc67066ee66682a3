import { beforeEach, describe, expect, it } from 'vitest'
import { type HandheldView, menuRequest, type Snapshot } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import type { Run } from '../store/lab.tsx'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { rememberTypedLogin } from '../store/typed-logins.ts'
import type { BoundAction } from './action.ts'
import { menuEntries } from './menu-bar.ts'
import { answerQuestion } from './question.ts'
import { actions } from './registry.ts'
import { searchActions } from './search.ts'

const user = (id: string) => ({
  id,
  name: id,
  sipAddress: `sip:${id}@corp.example`,
  mayUseClient: true,
  isEnabled: true,
})
const handheld = (name: string, state: HandheldView['state']): HandheldView => ({
  ...someHandheld,
  name,
  user: name,
  state,
  signedInUser: state === 'signed-in' ? name : null,
})
const lab: Snapshot = {
  ...emptySnapshot,
  users: ['alice', 'bob', 'bert'].map(user),
  handhelds: [handheld('alice', 'signed-in'), handheld('bob', 'signed-out'), handheld('bert', 'signed-in')],
}

let asked: unknown[] = []
beforeEach(() => {
  asked = []
})
const run: Run = async (_doing, name, input) => {
  asked.push([name, input])
  return undefined
}

const call = () => Promise.reject(new Error('not asked for'))

function found(typed: string, inLab = lab): readonly BoundAction[] {
  const context = { lab: inLab, run, call }
  return searchActions(
    actions.flatMap((action) => action.offered(context, typed)),
    typed,
  )
}
const labels = (typed: string, inLab = lab) => found(typed, inLab).map(({ label }) => label)

describe('what is offered first', () => {
  it.each([
    ['login bob', 'Log in on bob'],
    ['log in bob', 'Log in on bob'],
    ['sign in bob', 'Log in on bob'],
    ['logout alice', 'Log out on alice'],
    ['login all', 'Log in all (1)'],
    ['log out all', 'Log out all (2)'],
    ['coverage alice none', 'Coverage of alice: None'],
    ['alice none', 'Coverage of alice: None'],
    ['power off bob', 'Power of bob: off'],
    ['status bob', 'Status messages of bob: off'],
    ['link alice gprs', 'Link of alice: GPRS'],
    ['presence bert busy', 'Presence of bert: Busy'],
    ['alice do not', 'Presence of alice: Do not disturb'],
    ['send alice bob', 'Send a message from alice to bob…'],
    ['send from alice to bob are you there', 'Send “are you there” from alice to bob'],
    ['max sessions 3', 'Set maximum sessions to 3'],
    ['inactivity 30m', 'Set inactivity timeout to 30m'],
    ['caching', 'Turn password caching on'],
    ['tcp', 'Set transport to TCP'],
    ['certificate expired server', 'Server certificate: Expired'],
    ['directory down', 'Take the directory down'],
    ['latency dispatcher 5s', 'Break the Dispatcher: latency 5s'],
    ['break database timeout', 'Break the Configuration Database: timeout'],
    ['pause', 'Lab time: pause'],
    ['dark', 'Theme: dark'],
    ['sessions pane', 'Go to Sessions'],
    ['edit bob', 'Edit user bob…'],
    ['add user', 'Add user…'],
    ['help', 'Help'],
  ])('%s: %s', (typed, first) => {
    expect(labels(typed)[0]).toBe(first)
  })
})

it('offers a message to each user whose ID the words begin', () => {
  expect(labels('send alice b').filter((label) => label.startsWith('Send'))).toEqual([
    'Send a message from alice to bob…',
    'Send a message from alice to bert…',
  ])
})

it('logs in with what was typed on the screen, and with the password of the lab where nothing was', async () => {
  await found('login bob')[0]?.perform()
  rememberTypedLogin('bob', { user: 'bert', password: 'other' })
  await found('login bob')[0]?.perform()
  rememberTypedLogin('bob', { user: 'bob', password: '' })
  expect(asked).toEqual([
    ['handheld.login', { name: 'bob', user: 'bob', password: 'Passw0rd!' }],
    ['handheld.login', { name: 'bob', user: 'bert', password: 'other' }],
  ])
})

it('asks before everybody is logged out', async () => {
  const refused = found('log out all')[0]?.perform()
  answerQuestion(false)
  await refused
  expect(asked).toEqual([])
  const wanted = found('log out all')[0]?.perform()
  answerQuestion(true)
  await wanted
  expect(asked).toEqual([
    ['handheld.logout', { name: 'alice' }],
    ['handheld.logout', { name: 'bert' }],
  ])
})

it('says why something cannot be done, after what can, and does not do it', async () => {
  const alice = found('log alice').filter(({ name }) => name === 'handheld.logIn')
  expect(alice.map(({ obstacle }) => obstacle)).toEqual(['Somebody is signed in on it.'])
  await alice[0]?.perform()
  expect(asked).toEqual([])
  expect(labels('log out alice')[0]).toBe('Log out on alice')
})

it('mends what is broken, and nothing else', () => {
  const broken: Snapshot = { ...lab, faults: [{ at: 'dispatcher', kind: 'down' }] }
  expect(labels('mend', broken)).toEqual(['Mend everything', 'Mend the Dispatcher: down'])
  expect(found('mend')[0]?.obstacle).toBe('Nothing is broken on purpose.')
})

it('offers of many handhelds those that are named', () => {
  const many: Snapshot = {
    ...lab,
    handhelds: Array.from({ length: 5_000 }, (_, index) => handheld(`load${index}`, 'signed-out')),
  }
  expect(labels('login load4711', many)[0]).toBe('Log in on load4711')
  expect(found('load', many).length).toBeLessThan(500)
})

it('has a name of its own for each action, and for each entry of the menu bar', () => {
  const names = actions.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const ids = menuEntries({ lab, run, call }).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain('handheld.logOutAll')
})

it('has only entries that the menu bar understands', () => {
  const request = { type: 'menu', entries: menuEntries({ lab, run, call }), language: 'en' }
  expect(menuRequest.safeParse(request).error).toBeUndefined()
})

it('has no keys twice', () => {
  const keys = actions.flatMap((action) => action.keys.map(({ shortcut }) => JSON.stringify(shortcut)))
  expect(new Set(keys).size).toBe(keys.length)
})

it('offers nothing that takes away or breaks to somebody whose words only resemble it', () => {
  // Their letters occur in `directory`, in this order.
  expect(labels('dcty')).toEqual([])
  expect(labels('lgt all').filter((label) => label.startsWith('Log out all'))).toEqual([])
})
