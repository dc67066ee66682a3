import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startLab } from '../lab/index.ts'
import { runScenario } from './run-scenario.ts'
import { readScenario } from './scenario-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-awaited-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** After so long without anything that a person does, a session ends. */
const quietFor = '10m'

/** Runs the steps after alice and bob have logged in. @returns the failures, and how often the steps made a snapshot of the lab */
async function run(...steps: string[]) {
  const file = join(folder, 'awaited.yaml')
  const all = ['login: alice', 'login: bob', ...steps].map((step) => `  - ${step}\n`).join('')
  writeFileSync(file, `lab: { service: { inactivityTimeout: ${quietFor} } }\nsteps:\n${all}`)
  let snapshots = 0
  const outcome = await runScenario(await readScenario(file), {
    installFolder: folder,
    async startLab(options) {
      const lab = await startLab(options)
      const { api } = lab
      const snapshot = () => {
        snapshots += 1
        return api.snapshot()
      }
      return { ...lab, api: { ...api, snapshot } }
    },
  })
  return { messages: outcome.failures.map(({ message }) => message), snapshots }
}

it('looks at a number of sessions that is waited for only when a session has begun or ended', async () => {
  const short = await run('expect: { sessions: 3, within: 2m }')
  const long = await run('expect: { sessions: 3, within: 8m }')
  expect(long.messages).toEqual(['not within 8m: expected 3 sessions, found 2 (alice, bob)'])
  expect(long.snapshots).toBe(short.snapshots)
})

it('looks at every event of lab time where something else is expected too', async () => {
  const short = await run('expect: { sessions: 3, handheld: { alice: signed-in }, within: 2m }')
  const long = await run('expect: { sessions: 3, handheld: { alice: signed-in }, within: 8m }')
  expect(long.snapshots).toBeGreaterThan(short.snapshots)
})

it('sees a session that ends while it waits', async () => {
  const awaited = await run('presence: { bob: busy }', 'expect: { sessions: 0, within: 11m }')
  expect(awaited.messages).toEqual([])
  const refused = await run('expect: { within: 11m, not: { sessions: 0 } }')
  expect(refused.messages).toEqual([
    expect.stringMatching(/^after 599\d+ms of 11m: .* found that it does: \(sessions 0\)$/),
  ])
})
