import { describe, expect, it } from 'vitest'
import { jsonSchemaOf, parseLabFile, rosterOf } from '../../files/index.ts'
import { step, stepKindNames, stepOf } from './index.ts'

const { properties = {} } = jsonSchemaOf(step).$defs?.__schema0 ?? jsonSchemaOf(step)

it.each(stepKindNames)('gives editors a valid example of the step %s', (kind) => {
  const schema = properties[kind]
  const [example] = (typeof schema === 'object' && schema.examples) || []
  expect(step.safeParse({ [kind]: example })).toMatchObject({ success: true })
})

/** Users alice and bob, each with a handheld of that name and the usual password. */
const roster = rosterOf(parseLabFile({}))

const done = { outcome: 'delivered', why: null } as const

/** Commands, and the step that does each of them again. */
const recorded: [Record<string, unknown> | null, Record<string, unknown>][] = [
  [
    stepOf(
      'handheld.login',
      { name: 'alice', user: 'alice', password: 'Passw0rd!' },
      { result: 'accepted' },
      roster,
    ),
    { login: { handheld: 'alice', expect: 'accepted' } },
  ],
  [
    stepOf(
      'handheld.login',
      { name: 'alice', user: 'bob', password: 'guess' },
      { result: 'bad-credentials' },
      roster,
    ),
    { login: { handheld: 'alice', user: 'bob', password: 'guess', expect: 'bad-credentials' } },
  ],
  [stepOf('handheld.logout', { name: 'bob' }, null, roster), { logout: 'bob' }],
  [
    stepOf('handheld.setCoverage', { name: 'bob', coverage: 'none' }, null, roster),
    { coverage: { bob: 'none' } },
  ],
  [
    stepOf('handheld.setStatusMessages', { name: 'bob', sendsStatus: false }, null, roster),
    { status: { bob: 'off' } },
  ],
  [stepOf('handheld.setPower', { name: 'bob', isOn: true }, null, roster), { power: { bob: 'on' } }],
  [stepOf('handheld.setLink', { name: 'bob', link: 'gprs' }, null, roster), { link: { bob: 'gprs' } }],
  [
    stepOf(
      'handheld.setLink',
      { name: 'bob', link: { delayMs: 2_000, jitterMs: 250, loss: 0.05, bitsPerSecond: 9_600 } },
      null,
      roster,
    ),
    { link: { bob: { delay: '2s', jitter: '250ms', loss: 0.05, bandwidth: 9_600 } } },
  ],
  [stepOf('handheld.setLink', { name: 'bob', link: null }, null, roster), { link: { bob: null } }],
  [
    stepOf('faults.release', { at: 'directory', isOldestOnly: true }, [], roster),
    { fault: { release: { at: 'directory', oldest: true } } },
  ],
  [
    stepOf('handheld.send', { name: 'alice', to: 'bob', text: 'Lunch?' }, done, roster),
    { send: { from: 'alice', to: 'bob', text: 'Lunch?', expect: 'delivered' } },
  ],
  [
    stepOf('handheld.setPresence', { name: 'bob', presence: 'busy' }, null, roster),
    { presence: { bob: 'busy' } },
  ],
  [stepOf('desktop.signIn', { user: 'bob' }, null, roster), { desktop: { bob: 'sign-in' } }],
  [
    stepOf('desktop.signOut', { user: 'bob', manner: 'hurried' }, null, roster),
    { desktop: { bob: 'leave' } },
  ],
  [
    stepOf('desktop.setHabits', { user: 'bob', habits: ['silent'] }, null, roster),
    { desktop: { bob: { habits: ['silent'] } } },
  ],
  [
    stepOf('desktop.send', { user: 'bob', to: 'alice', text: 'Yes' }, done, roster),
    { desktop: { bob: { send: 'Yes', to: 'alice', expect: 'delivered' } } },
  ],
  [stepOf('dispatcher.sendCrafted', {}, null, roster), { crafted: 'srp-length' }],
  [
    stepOf('handheld.sendCrafted', { name: 'bob', as: 'alice', content: { type: 'logout' } }, null, roster),
    { crafted: { from: 'bob', as: 'alice', send: 'logout' } },
  ],
  [stepOf('service.restart', { instance: null }, null, roster), { restart: 'service' }],
  [stepOf('faults.clear', {}, [], roster), { fault: 'none' }],
  [
    stepOf('faults.mend', { at: 'directory', kind: null, instance: null }, [], roster),
    { fault: { mend: { at: 'directory' } } },
  ],
  [
    stepOf('faults.set', { at: 'directory', kind: 'latency', delay: 3_000 }, [], roster),
    { fault: { at: 'directory', kind: 'latency', delay: '3s' } },
  ],
  [stepOf('clock.jump', { durationMs: 10_800_000 }, null, roster), { wait: '3h' }],
]

describe('a recorded command', () => {
  it.each(recorded)('becomes a step: %j', (found, expected) => {
    expect(found).toEqual(expected)
    expect(step.safeParse(found)).toMatchObject({ success: true })
  })

  it('becomes no step when no step means exactly the same', () => {
    expect(stepOf('traffic.clear', {}, null, roster)).toBeNull()
  })
})
