import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startLab } from '../lab/index.ts'
import { runScenario } from './run-scenario.ts'
import { readScenario } from './scenario-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-failures-'))
afterAll(() => rmSync(folder, { recursive: true }))

const begin = `
lab: { users: [{ id: alice }, { id: bob }, { id: carol, mayUseClient: false }],
       handhelds: [{ name: alice, user: alice }, { name: bob, user: bob }, { name: carol, user: carol }] }
steps:
  - login: bob
  - login: alice
  - send: { from: alice, to: bob, text: one }
  - send: { from: alice, to: bob, text: two }
  - login: { handheld: carol, expect: not-permitted }
`

/** What fails of an expectation, and whose logins are shown with it. */
async function failuresOf(expectation: string) {
  const file = join(folder, 'failing.yaml')
  writeFileSync(file, `${begin}  - expect: ${expectation}\n`)
  const { failures } = await runScenario(await readScenario(file), { startLab, installFolder: folder })
  return failures.map(({ message, lastFlowSteps }) => ({
    message,
    logins: [...new Set(lastFlowSteps.map(({ handheld }) => handheld))],
  }))
}

describe('a failed expectation shows the login that it is about', () => {
  it.each([
    ['{ handheld: { alice: signed-out } }', ['alice']],
    ['{ handheld: { carol: { presence: available } } }', ['carol']],
    ['{ flow: { handheld: bob, step: 6, outcome: refused } }', ['bob']],
    ['{ flow: { step: 6 } }', ['carol']],
    ['{ took: { handheld: alice, max: 1ms } }', ['alice']],
    ['{ last-status: accepted }', ['carol']],
    ['{ sessions: 3 }', ['carol']],
    ['{ frames: { filter: "REGISTER handheld:bob", count: 7 } }', ['bob']],
    ['{ frames: { filter: "BYE handheld:bob" } }', ['bob']],
  ])('%s', async (expectation, logins) => {
    expect((await failuresOf(expectation)).map((one) => one.logins)).toEqual([logins])
  })

  it.each([
    '{ handheld: { bob: { unread: 0 } } }',
    '{ handheld: { bob: { presence: busy } } }',
    '{ handheld: { bob: { contacts: { dave: available } } } }',
    '{ messages: { bob: [one] } }',
    '{ sent: { alice: { one: queued } } }',
    '{ log: "no such line" }',
    '{ desktop: { alice: signed-in } }',
    '{ frames: { filter: "method:MESSAGE", max: 0 } }',
  ])('unless no login had a part in it: %s', async (expectation) => {
    expect((await failuresOf(expectation)).map((one) => one.logins)).toEqual([[]])
  })
})

it('of how the login ended that ended last, though another began last', async () => {
  const file = join(folder, 'last.yaml')
  writeFileSync(
    file,
    `
lab: { service: { maximumSessions: 1 } }
steps:
  - link: { alice: { delay: 100ms, jitter: 0ms }, bob: { delay: 100ms, jitter: 0ms } }
  - together: [{ login: alice }, { login: { handheld: bob, expect: server-busy } }]
  - expect: { last-status: server-busy }
`,
  )
  const { failures } = await runScenario(await readScenario(file), { startLab, installFolder: folder })
  expect(failures).toMatchObject([
    { message: 'expected the latest login to end server-busy, found accepted (alice)' },
  ])
  expect(failures[0]?.lastFlowSteps.at(-1)).toMatchObject({ handheld: 'alice', step: '7' })
})

it('a step that no login has is a fault of the scenario, even where it must not be there', async () => {
  for (const expectation of ['{ flow: { step: 4f } }', '{ not: { flow: { step: 4f } } }']) {
    const [failure] = await failuresOf(expectation)
    expect(failure?.message).toMatch(
      /found no such step: .*; steps are 1, 2, 3, 4a, 4b, 4c, 4d, 4e, 5, 6, 7$/,
    )
  }
})

describe('a failed expectation tells what came nearest', () => {
  it('of frames that meet all conditions but one', async () => {
    const [failure] = await failuresOf('{ frames: { filter: "REGISTER handheld:carol hop:sip" } }')
    expect(failure?.message).toMatch(
      /^expected at least 1 frames with REGISTER handheld:carol hop:sip, found 0; nearest miss: \d+ with "REGISTER" hop:"sip", none of them with handheld:"carol":\n {4}\d+\.\d{3} s /,
    )
  })

  it('of frames by what is in their bodies', async () => {
    const [failure] = await failuresOf('{ frames: { filter: "MESSAGE body:three", min: 2 } }')
    expect(failure?.message).toContain('none of them with body:"three"')
  })

  it('of lines of the log that have most of the words', async () => {
    const [failure] = await failuresOf('{ log: "carol may not use the telephone" }')
    expect(failure?.message).toMatch(/found none in \d+ lines; the nearest:\n {4}.*carol/)
  })

  it('of texts', async () => {
    const [order] = await failuresOf('{ messages: { bob: [one, three, four] } }')
    expect(order?.message).toContain('they differ from message 2 on: "three" and "two"')
    const [set] = await failuresOf('{ messages: { bob: { texts: [three, two], unordered: true } } }')
    expect(set?.message).toContain('missing: "three"; not expected: "one"')
    const [own] = await failuresOf('{ sent: { alice: { three: delivered } } }')
    expect(own?.message).toContain('found no such message among its own: "one", "two"')
  })

  it('of contacts', async () => {
    const [failure] = await failuresOf('{ handheld: { bob: { contacts: { dave: available } } } }')
    expect(failure?.message).toBe(
      'handheld bob: expected contact dave to be available, found no such contact; it has alice, carol',
    )
  })

  it('of a step that the login did not reach', async () => {
    const [failure] = await failuresOf('{ flow: { handheld: carol, step: 6 } }')
    expect(failure?.message).toContain('it came as far as step 7 (refused: ')
  })
})
