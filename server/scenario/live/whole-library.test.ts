import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Lab, startLab } from '../../lab/index.ts'
import { createDemoPlayer } from './demo-player.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab({
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
    demos: async () => createDemoPlayer,
  })
})
afterAll(() => lab.stop())

/** Runs it, and says what was not as expected. */
async function run(id: string): Promise<string[]> {
  await lab.api.call('demo.start', { id })
  const steps = (await lab.api.snapshot()).demo?.steps ?? []
  for (const _ of steps) await lab.api.call('demo.next', {})
  const { demo } = await lab.api.snapshot()
  await lab.api.call('demo.stop', {})
  return (demo?.steps ?? []).flatMap(({ state, title, differences }) =>
    state === 'done' ? [] : [`${id}: ${title}: ${state}: ${differences.join('; ')}`],
  )
}

it('all that can be run live passes in one lab, one after the other, forwards and backwards', async () => {
  await lab.api.call('clock.setPace', { isPaused: true })
  const ids = (await lab.api.call('demo.list', {})).flatMap(({ id, obstacle }) => (obstacle ? [] : [id]))
  expect(ids.length).toBeGreaterThan(30)
  const failed: string[] = []
  for (const id of [...ids, ...ids.toReversed()]) failed.push(...(await run(id)))
  expect(failed).toEqual([])
}, 600_000)
