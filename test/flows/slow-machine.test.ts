import { afterEach, describe, expect, it } from 'vitest'
import {
  createPacedClock,
  createRealClock,
  createVirtualClock,
  type PacedClock,
  type VirtualClock,
} from '../../server/clock/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { password } from './lab-in-virtual-time.ts'

const startMs = Date.UTC(2010, 5, 1, 9)
const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.stop()
})

async function start(
  clock: PacedClock | VirtualClock,
  environment: 'ocs2007' | 'ocs2007r2',
  count: number,
): Promise<Lab> {
  const file: LabFileInput = {
    service: { environment },
    handhelds: [{ fleet: count, user: 'load{n}', name: 'load{n}' }],
  }
  const lab = await startLab({ file, clock, installFolder: null, defaultPort: 0, defaultDatabase: 'memory' })
  labs.push(lab)
  return lab
}

/** The final state of the lab, without values that always differ between two labs, such as ports. */
async function story(lab: Lab) {
  const { flows, handhelds, sessions } = await lab.api.snapshot()
  return {
    flows: flows.map(({ handheld, startedAt, result, steps }) => ({
      handheld,
      startedAt,
      result,
      steps: steps.map(({ step, at, outcome }) => ({ step, at, outcome })),
    })),
    handhelds: handhelds.map(({ name, state, reason }) => ({ name, state, reason })),
    sessions: sessions.map(({ id, handheld, openedAt, lastStatusAt }) => ({
      id,
      handheld,
      openedAt,
      lastStatusAt,
    })),
  }
}

describe('simultaneous logins on a machine that is slow: each turn of the event loop takes 100 ms', () => {
  it.each([
    ['ocs2007r2', 200],
    ['ocs2007', 60],
  ] as const)(
    'with %s, all %i are accepted, and the steps happen at the same lab times as in virtual time',
    async (environment, count) => {
      const machine = createVirtualClock(0)
      const paced = createPacedClock(startMs, machine)
      const lab = await start(paced, environment, count)
      /** For each handheld, in order: the lab time at which its login began. */
      const begun = new Map<string, number>()
      lab.api.subscribe(
        (event) => {
          if (event.type === 'flow' && !begun.has(event.flow.handheld))
            begun.set(event.flow.handheld, event.flow.startedAt)
        },
        ['flow'],
      )

      let isOver = false
      const names = Array.from({ length: count }, (_, index) => `load${index + 1}`)
      const results = Promise.all(
        names.map((name) => lab.api.call('handheld.login', { name, user: name, password })),
      ).finally(() => {
        isOver = true
      })
      let mostBehindMs = 0
      while (!isOver) {
        await machine.advance(100)
        if (!isOver) mostBehindMs = Math.max(mostBehindMs, machine.now() - (paced.now() - startMs))
      }
      expect((await results).filter(({ result }) => result === 'accepted')).toHaveLength(count)
      // Real time is ahead by more than the lab's timeouts: had lab time kept up with it, they would have expired.
      expect(mostBehindMs).toBeGreaterThan(15_000)
      paced.setPace({ isPaused: true })
      await paced.turn()

      const virtual = createVirtualClock(startMs)
      const twin = await start(virtual, environment, count)
      for (const [name, atMs] of begun) {
        await virtual.advance(atMs - virtual.now())
        void twin.api.call('handheld.login', { name, user: name, password })
        await virtual.advance(0)
      }
      await virtual.advance(paced.now() - virtual.now())
      expect(await story(twin)).toEqual(await story(lab))
    },
  )
})

it('a lab starts the same on a machine on which that takes long', async () => {
  const real = createRealClock()
  let isStarting = true
  // While it starts, a thousand times as much time passes for whoever looks whether it is stuck.
  const clock = createPacedClock(startMs, {
    now: () => performance.now(),
    after: (delayMs, task) => real.after(isStarting ? delayMs / 1_000 : delayMs, task),
  })
  clock.setPace({ isPaused: true })
  const lab = await start(clock, 'ocs2007r2', 50)
  isStarting = false
  await clock.turn()
  // The exchange at port 3101, and the coverage of each handheld.
  expect(lab.records.history.now()).toMatchObject({ atMs: 0, frames: 54 })
  expect((await lab.api.snapshot()).notices).toEqual([])
})
