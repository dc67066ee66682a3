import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLab } from '../../server/lab/index.ts'
import { Composition, livedOf, proveScenarioText } from '../../server/scenario/index.ts'
import { endOfDay, type Hands, live, sessions } from './lived-sessions.ts'

let installFolder = ''
beforeAll(async () => {
  installFolder = await mkdtemp(join(tmpdir(), 'bramble-made-'))
})
afterAll(() => rm(installFolder, { recursive: true }))

const wanted = { name: 'What was done', expectations: null, language: 'en' }

it('twenty different sessions are tried', () => {
  expect(new Set(sessions.map(({ name }) => name)).size).toBe(20)
})

it.each(sessions)('$name becomes a scenario that passes', async ({ act, isSince = false, lab: file }) => {
  let since: number | null = null
  const lab = await live(file, installFolder, async (hands: Hands) => {
    await act(hands)
    if (!isSince) return
    since = hands.clock.now()
    await endOfDay(hands)
  })
  const lived = await livedOf(lab).finally(() => lab.stop())
  const composition = await Composition.begin(lived, { since, assertions: [] }, { startLab, installFolder })
  const { differences, proposals, unstated } = composition.proposed
  expect(differences).toEqual([])
  expect(unstated).toEqual([])
  expect(proposals.length).toBeGreaterThan(1)
  const made = await composition.compose(wanted)
  if (process.env.SHOW) process.stdout.write(`\n${made.text}\n${JSON.stringify({ ...made, text: '' })}\n`)
  expect(made.leftOut).toEqual([])
  expect(await proveScenarioText(made.text, { startLab, installFolder })).toMatchObject({
    hasPassed: true,
    failures: [],
  })
  // Nothing of it depends on when it is made.
  expect((await composition.compose(wanted)).text).toBe(made.text)
})
