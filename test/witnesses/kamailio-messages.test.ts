import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CommandOutput } from '#contract'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { readScenario, runScenario } from '../../server/scenario/index.ts'
import { framesOf } from '../flows/frames-of.ts'
import { password, people } from '../flows/lab-in-virtual-time.ts'
import { type Kamailio, kamailioNeeds, startKamailio } from './kamailio.ts'
import { describeWitness } from './witness.ts'

const addressOf = (name: string) => `sip:${name}@corp.example`

/** Runs whole labs in real time, whose handhelds sign in at Kamailio. */
describeWitness('Kamailio carries the messages of handhelds', kamailioNeeds, () => {
  let kamailio: Kamailio
  const labs: Lab[] = []

  beforeAll(async () => {
    kamailio = await startKamailio({ users: { alice: password, bob: password } })
  })
  afterEach(async () => {
    await Promise.all(labs.splice(0).map((lab) => lab.stop()))
  })
  afterAll(() => kamailio?.remove())

  /** Starts a lab that has only these users, and logs them in. */
  async function labOf(...names: string[]): Promise<Lab> {
    const { folder, host, port } = kamailio
    const lab = await startLab({
      file: { ...people(...names), communicationsServer: { external: { host, port, ca: 'ca.pem' } } },
      baseFolder: folder,
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
    labs.push(lab)
    for (const name of names) {
      const login = { name, user: name, password }
      expect((await lab.api.call('handheld.login', login)).result).toBe('accepted')
    }
    return lab
  }

  async function send(lab: Lab, from: string, to: string, text: string): Promise<string> {
    return (await lab.api.call('handheld.send', { name: from, to: addressOf(to), text })).outcome
  }

  /** The messages of a conversation as the handheld shows them. */
  async function shown(lab: Lab, name: string, other: string) {
    const { messages } = await lab.api.call('handheld.messenger', { name, with: addressOf(other) })
    return messages.map(({ isOwn, state, text }: Shown) => `${isOwn ? `${state}: ` : ''}${text}`)
  }

  test('between two handhelds of one lab, over their shared connection', async () => {
    const lab = await labOf('alice', 'bob')
    expect(await send(lab, 'alice', 'bob', 'Grüße ☕ 日本')).toBe('delivered')
    expect(await send(lab, 'bob', 'alice', 'Ja, größer <i>&')).toBe('delivered')
    const several = ['At noon.', 'Downstairs.', 'By the door.']
    expect(await Promise.all(several.map((text) => send(lab, 'bob', 'alice', text)))).toEqual(
      several.map(() => 'delivered'),
    )
    expect(await shown(lab, 'alice', 'bob')).toEqual([
      'delivered: Grüße ☕ 日本',
      'Ja, größer <i>&',
      ...several,
    ])
    expect(await shown(lab, 'bob', 'alice')).toEqual([
      'Grüße ☕ 日本',
      'delivered: Ja, größer <i>&',
      ...several.map((text) => `delivered: ${text}`),
    ])
    const summaries = (await framesOf(lab.api)).map(({ openedSummary }) => openedSummary)
    expect(summaries.filter((summary) => summary.startsWith('TLS handshake'))).toHaveLength(1)
    // Kamailio challenged the senders, and accepted their credentials.
    expect(summaries.some((summary) => summary.startsWith('407 '))).toBe(true)
    expect(summaries.some((summary) => summary.startsWith('403 '))).toBe(false)
  })

  test('in a scenario, whose time waits for Kamailio but for no timeout', async () => {
    const { folder, host, port } = kamailio
    const file = join(folder, 'talk.yaml')
    const external = { host, port, ca: 'ca.pem' }
    const steps = [
      { login: 'alice' },
      { login: 'bob' },
      { send: { from: 'alice', to: 'bob', text: 'one' } },
      { send: { from: 'bob', to: 'alice', text: 'two' } },
      { coverage: { bob: 'none' } },
      { send: { from: 'alice', to: 'bob', text: 'three', expect: 'queued' } },
      { coverage: { bob: 'good' } },
      { wait: '1m' },
      { expect: { handheld: { alice: { lastMessage: 'two' }, bob: { lastMessage: 'three' } } } },
    ]
    writeFileSync(
      file,
      JSON.stringify({ lab: { ...people('alice', 'bob'), communicationsServer: { external } }, steps }),
    )
    const { durationMs, failures } = await runScenario(await readScenario(file), {
      startLab,
      installFolder: null,
    })
    expect(failures).toEqual([])
    // No timeout has expired.
    expect(durationMs).toBeLessThan(75_000)
  })

  test('between two labs that are connected only through Kamailio', async () => {
    const [here, there] = [await labOf('alice'), await labOf('bob')]
    expect(await send(here, 'alice', 'bob', 'Grüße ☕ 日本')).toBe('delivered')
    expect(await send(there, 'bob', 'alice', 'Zurück')).toBe('delivered')
    const several = ['one', 'two', 'three']
    expect(await Promise.all(several.map((text) => send(here, 'alice', 'bob', text)))).toEqual(
      several.map(() => 'delivered'),
    )
    expect(await shown(there, 'bob', 'alice')).toEqual(['Grüße ☕ 日本', 'delivered: Zurück', ...several])
    expect(await shown(here, 'alice', 'bob')).toEqual([
      'delivered: Grüße ☕ 日本',
      'Zurück',
      ...several.map((text) => `delivered: ${text}`),
    ])
  })

  test('and rejects a message to an unknown user', async () => {
    const lab = await labOf('alice')
    expect(await send(lab, 'alice', 'nobody', 'Hello?')).toBe('rejected')
    expect(await shown(lab, 'alice', 'nobody')).toEqual(['rejected: Hello?'])
  })
})

type Shown = CommandOutput<'handheld.messenger'>['messages'][number]
