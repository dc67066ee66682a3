import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Arbitrary, assert, asyncProperty, constantFrom, letrec, nat, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schemaOfFile } from '../server/faces/schema-of-file.ts'
import { labFile, parseYaml, UnusableFile } from '../server/files/index.ts'
import { checkScenarios, scenarioFile } from '../server/scenario/index.ts'

/** What editors refuse, and what `bramble check` refuses, is the same. */

const schema = schemaOfFile('scenario', scenarioFile)
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

/** What only the check can know: what there is beside the value at hand. */
const beyondSchemas =
  /of this lab|matches "|a mark that a step sets|no such file|lab file cannot be used|there is already|another handheld has|time zone|at most \d|not both|found both/

const lab = {
  users: [{ id: 'alice' }, { id: 'bob', password: 'x', name: 'Bob', mayUseClient: true }],
  handhelds: [
    { name: 'alice', user: 'alice', pin: '2100000A', model: 'bold-9900' },
    { name: 'bob', user: 'bob' },
  ],
}
const labs = [
  lab,
  { ...lab, service: { maximumSessions: null, idleTimeout: '5m', environment: 'ocs2007' }, seed: 3 },
  { ...lab, clock: { start: '2012-02-29T23:59:00+01:00', zone: 'Europe/Berlin' }, database: 'memory' },
  { ...lab, communicationsServer: { listen: { transport: 'tcp', port: 0 }, authentication: ['none'] } },
  {
    ...lab,
    directory: { listen: { port: 0 } },
    dispatcher: { cipher: 'triple-des' },
    domain: { dns: 'a.b' },
  },
  { ...lab, 'x-note': { any: 'thing' } },
]

const steps: object[] = [
  { login: 'alice', note: 'n', cause: true, mark: 'm' },
  { login: { handheld: 'bob', user: 'alice', password: 'p', expect: 'server-busy' } },
  { logout: 'alice' },
  { coverage: { alice: 'none', bob: 'excellent' } },
  { status: { alice: 'off' } },
  { power: { alice: 'on' } },
  { link: { alice: 'gprs', bob: { delay: '2s', jitter: '10ms', loss: 0.1, bandwidth: '9600bit' } } },
  { link: { alice: null } },
  { send: { from: 'alice', to: 'bob', text: 'Lunch?', expect: 'unconfirmed' } },
  { typing: { from: 'alice', to: 'bob', is: 'on' } },
  { read: { bob: 'alice' } },
  { contacts: { alice: { add: ['bob'], remove: ['bob'] } } },
  { presence: { alice: 'do-not-disturb' } },
  { desktop: { alice: 'sign-in' } },
  { service: { maximumSessions: 2, idleTimeout: '5m', statusInterval: '30s' } },
  { communicationsServer: { transport: 'tcp' } },
  { restart: 'dispatcher' },
  { restart: { at: 'service', for: '45s' } },
  { user: { alice: { mayUseClient: false, password: 'q', enabled: true } } },
  { fault: 'none' },
  {
    fault: {
      at: 'directory',
      kind: 'latency',
      delay: '3s',
      first: 2,
      after: '1m',
      for: '5m',
      probability: 0.5,
    },
  },
  { fault: { at: 'communicationsServer', kind: 'answer', code: 503 } },
  { fault: { mend: { at: 'wireless', kind: 'latency' } } },
  { fault: { release: { at: 'wireless', oldest: true } } },
  { wait: '250ms' },
  { mark: 'm' },
  { expect: { sessions: 1 } },
  { expect: { handheld: { alice: 'signed-in', bob: 'off' } } },
  {
    expect: {
      handheld: {
        alice: {
          state: 'signed-out',
          reason: 'idle',
          lastMessage: null,
          presence: null,
          contacts: { bob: 'busy', 'x@y.example': null },
          unread: 0,
          notice: null,
          waiting: 1,
          typing: ['bob'],
        },
      },
    },
  },
  { expect: { messages: { alice: ['a', 'b'], bob: { from: 'alice', texts: ['a'], unordered: true } } } },
  { expect: { messages: { alice: { count: 2 } }, sent: { bob: { a: 'delivered' } }, within: '5m' } },
  {
    expect: {
      flow: { handheld: 'alice', step: '4d', outcome: 'refused', code: 'credentials-refused', detail: 'd' },
    },
  },
  { expect: { flow: { step: 7 }, took: { handheld: 'alice', max: '5s' }, 'last-status': 'accepted' } },
  { expect: { frames: { filter: 'header:From=alice', min: 1 }, log: { text: 'Login', count: 2 } } },
  { expect: { log: 'BBIM', not: { log: { text: 'x' } } } },
  { expect: { not: { sessions: 3, within: '1m' } } },
  { mark: 'm', wait: '1s' },
]

const { block: someStep } = letrec<{ block: object }>((tie) => ({ block: nestedSteps(tie('block')) }))

/** A step, or one that holds others. */
function nestedSteps(inner: Arbitrary<object>): Arbitrary<object> {
  return nat(9).chain((kind) => {
    if (kind > 3) return constantFrom(...steps)
    return inner.map(
      (one) =>
        [
          { repeat: { times: 2, steps: [one] } },
          { each: { handheld: ['alice', 'b*'], steps: [one, { logout: '$handheld' }] } },
          { together: [one, { login: 'bob' }], mark: 'm' },
          { each: { handheld: '*', steps: [one] } },
        ][kind] ?? one,
    )
  })
}

const someScenario = record({ lab: constantFrom(...labs), one: someStep, other: someStep }).map(
  ({ lab: its, one, other }) => ({
    $schema: './scenario.schema.json',
    name: 'a name',
    tags: ['a'],
    'x-anchors': [1],
    lab: its,
    steps: [{ mark: 'm' }, one, other],
  }),
)

const odd: unknown[] = [5, -1, 1.5, true, null, '', 'x', '1m30s', [], {}, ['x'], [1], { x: 1 }, [[]]]

type Change = (parent: Record<string, unknown> | unknown[], key: string) => void
const changes: Change[] = [
  (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  },
  (parent) => {
    if (Array.isArray(parent)) parent.push(...parent)
    else parent.unknown = 1
  },
  (parent) => {
    if (!Array.isArray(parent)) Object.assign(parent, { login: 'alice' })
  },
  ...odd.map(
    (value): Change =>
      (parent, key) =>
        Object.assign(parent, { [key]: value }),
  ),
]

/** Changes one thing in a scenario, wherever it is. */
function changed(scenario: object, where: number, change: Change): object {
  const copy = structuredClone(scenario)
  const places: [Record<string, unknown> | unknown[], string][] = []
  const collect = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (/^(x-|\$)/.test(key)) continue
      places.push([value as Record<string, unknown>, key])
      collect(inner)
    }
  }
  collect(copy)
  const place = places[where % places.length]
  if (place) change(...place)
  return copy
}

async function problemsOf(scenario: object): Promise<string[]> {
  try {
    const text = JSON.stringify(scenario)
    await checkScenarios('s.yaml', parseYaml('s.yaml', text))
    return []
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.problems.map(({ keyPath, text }) => `${keyPath}: ${text}`)
  }
}

async function expectAgreement(scenario: object): Promise<void> {
  const problems = await problemsOf(scenario)
  const isAccepted = validate(scenario)
  if (isAccepted) expect(problems.filter((one) => !beyondSchemas.test(one))).toEqual([])
  else expect(problems, JSON.stringify(validate.errors?.slice(0, 3))).not.toEqual([])
}

describe('the published schema of scenarios', () => {
  it('accepts what the check accepts', async () => {
    for (const step of steps) {
      const scenario = { lab, steps: [{ mark: 'm' }, step] }
      expect(await problemsOf(scenario)).toEqual([])
      expect(validate(scenario), JSON.stringify(step)).toBe(true)
    }
    await assert(
      asyncProperty(someScenario, async (scenario) => {
        expect(await problemsOf(scenario)).toEqual([])
        expect(validate(scenario)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('refuses what the check refuses by its shape, and nothing else', async () => {
    await assert(
      asyncProperty(someScenario, nat(), constantFrom(...changes), (scenario, where, change) =>
        expectAgreement(changed(scenario, where, change)),
      ),
      { numRuns: 1_000 },
    )
  })

  it('accepts placeholders wherever a value stands', async () => {
    const of = (name: string) => `$\{${name}}`
    const scenario = {
      matrix: {
        n: [2],
        who: ['alice'],
        how: ['none'],
        link: [{ delay: '1s' }],
        on: [true],
        step: [{ wait: '1s' }],
      },
      lab: { ...lab, service: { maximumSessions: of('n'), passwordCaching: of('on') } },
      steps: [
        { coverage: { [of('who')]: of('how') }, cause: of('on') },
        { repeat: { times: of('n'), steps: [{ link: { alice: of('link') } }] } },
        of('step'),
        { expect: { sessions: of('n'), handheld: { [of('who')]: { unread: of('n') } } } },
      ],
    }
    expect(await problemsOf(scenario)).toEqual([])
    expect(validate(scenario), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
  })

  it('describes every key', () => {
    const missing: string[] = []
    const look = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return
      const { properties } = value as { properties?: object }
      for (const [key, one] of Object.entries(properties ?? {})) {
        if (!/"(description|\$ref)"/.test(JSON.stringify(one))) missing.push(`${path}.${key}`)
      }
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}.${key}`)
    }
    look(schema, '')
    look(schemaOfFile('lab', labFile), 'lab')
    expect(missing).toEqual([])
  })
})
