import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { CommandName, CommandRequest, FrameView } from '#contract'
import { createGenerator, createPacedClock, createVirtualClock } from '../server/clock/index.ts'
import type { LabFileInput } from '../server/files/index.ts'
import type { History } from '../server/history/index.ts'
import { continueHistory, Repetition } from '../server/history/repeat/index.ts'
import { type Lab, startLab } from '../server/lab/index.ts'
import { stateOf } from '../server/scenario/snapshot-file/state.ts'
import { framesOf } from './flows/frames-of.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** Ports, identities and tokens, which differ in every run. */
const varying = /(?<=127\.0\.0\.1:)\d+|(?<=ms-opaque=)[0-9a-f]+|(?<=claim )S\d+/g

const shown = (startMs: number) => (frame: FrameView) =>
  `${frame.at - startMs} ${frame.direction} ${frame.hop} ${frame.handheld} ${frame.openedSummary.replace(varying, '')} ${frame.sizeBytes}`

async function repeated(history: History) {
  const clock = createVirtualClock(history.startMs)
  const repetition = await Repetition.start(history, { startLab, clock, lab: { installFolder: null } })
  stops.push(async () => {
    const stopped = repetition.lab.stop()
    clock.runUntil(stopped).catch(() => {})
    await stopped
  })
  return repetition
}

const file: LabFileInput = {
  seed: 7,
  service: { maximumSessions: 30, idleTimeout: '30s', statusInterval: '10s' },
  handhelds: [{ fleet: 50, user: 'load{n}', name: 'load{n}' }],
}

describe('a lab in real time', () => {
  it('is the same when its history is repeated in virtual time', { timeout: 120_000 }, async () => {
    const clock = createPacedClock(Date.UTC(2012, 1, 3, 9))
    const lab = await startLab({
      file,
      clock,
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
    stops.push(() => lab.stop())
    const startMs = Date.UTC(2012, 1, 3, 9)
    const chance = createGenerator(Number(process.env.HISTORY_SEED ?? 3))
    const call = <N extends CommandName>(name: N, input: CommandRequest<N>) =>
      void lab.api.call(name, input).catch(() => {})
    const anyone = () => `load${chance.integer(1, 50)}`
    const deeds: (() => void)[] = [
      ...Array.from({ length: 6 }, () => () => {
        const name = anyone()
        call('handheld.login', {
          name,
          user: name,
          password: chance.fraction() < 0.1 ? 'wrong' : 'Passw0rd!',
        })
      }),
      ...Array.from(
        { length: 4 },
        () => () =>
          call('handheld.send', { name: anyone(), to: anyone(), text: `hello ${chance.integer(1, 1e6)}` }),
      ),
      () =>
        call('handheld.setCoverage', { name: anyone(), coverage: chance.fraction() < 0.5 ? 'none' : 'weak' }),
      () => call('handheld.setCoverage', { name: anyone(), coverage: 'good' }),
      () =>
        call('handheld.setLink', {
          name: anyone(),
          link: { delayMs: 300, jitterMs: 250, loss: 0.3, bitsPerSecond: 9600 },
        }),
      () => call('handheld.tunnel', { name: anyone(), durationMs: 4_000 }),
      () => call('handheld.setPower', { name: anyone(), isOn: chance.fraction() < 0.7 }),
      () => call('faults.set', { at: 'communicationsServer', kind: 'latency', delay: 700, probability: 0.5 }),
      () => call('faults.set', { at: 'directory', kind: 'timeout', probability: 0.2 }),
      () => call('faults.clear', {}),
      () => call('service.configure', { maximumSessions: chance.integer(20, 40) }),
      () => call('handheld.logout', { name: anyone() }),
      () => call('clock.setPace', { isPaused: true }),
      () => call('clock.setPace', { isPaused: false, speed: chance.fraction() < 0.5 ? 1 : 20 }),
      () => call('clock.jump', { durationMs: chance.integer(1, 9_000) }),
      () => call('clock.step', {}),
    ]
    for (let count = 0; count < 400; count += 1) {
      deeds[chance.integer(0, deeds.length - 1)]?.()
      if (chance.fraction() < 0.5) await new Promise((resolve) => setTimeout(resolve, chance.integer(0, 30)))
    }
    await lab.api.call('clock.jump', { durationMs: 20_000 })
    await lab.api.call('clock.setPace', { isPaused: true })
    await clock.turn()
    const state = await stateOf(lab, startMs)
    const frames = (await framesOf(lab.api)).map(shown(startMs))
    const history = await lab.records.wholeHistory()
    const end = lab.records.history.now()

    const again = await repeated(history)
    await again.to(end.atMs)
    expect(again.difference).toBeNull()
    expect((await framesOf(again.api)).map(shown(startMs))).toEqual(frames)
    expect(await stateOf(again.lab, startMs)).toEqual(state)

    // In a lab that people go on to watch as well.
    const { lab: continued, difference } = await continueHistory(history, {
      startLab,
      lab: { installFolder: null },
      atMs: end.atMs,
    })
    stops.push(() => continued.stop())
    expect(difference).toBeNull()
    expect((await continued.api.snapshot()).handhelds.map(({ name, state }) => [name, state])).toEqual(
      (await again.api.snapshot()).handhelds.map(({ name, state }) => [name, state]),
    )
  })

  it('is the same where it began with what its database held', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-history-'))
    stops.push(async () => rmSync(folder, { recursive: true }))
    const start = () =>
      startLab({
        file: { database: 'kept.sqlite', seed: 2 },
        baseFolder: folder,
        installFolder: null,
        defaultPort: 0,
      })
    const first = await start()
    await first.api.call('user.save', { id: 'carol', password: 'Other-0ne' })
    await first.api.call('handheld.add', { name: 'carol', user: 'carol' })
    await first.api.call('service.configure', { maximumSessions: 2 })
    await first.stop()

    const lab = await start()
    stops.push(() => lab.stop())
    const logIn = (name: string, password = 'Passw0rd!') =>
      lab.api.call('handheld.login', { name, user: name, password })
    expect((await logIn('carol', 'Other-0ne')).result).toBe('accepted')
    await logIn('alice', 'wrong')
    await logIn('alice')
    expect((await logIn('bob')).result).toBe('server-busy')
    await lab.api.call('handheld.add', { name: 'dave', user: 'dave' })
    await lab.api.call('clock.jump', { durationMs: 300_000 })
    const history = await lab.records.wholeHistory()
    const end = history.entries.at(-1)?.atMs ?? 0
    const again = await repeated(history)
    await again.to(end)
    expect(again.difference).toBeNull()
    const pins = async ({ api }: Pick<Lab, 'api'>) =>
      (await api.snapshot()).handhelds.map(({ name, pin, state }) => `${name} ${pin} ${state}`)
    expect(await pins(again)).toEqual(await pins(lab))
  })
})
