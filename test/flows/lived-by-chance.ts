import type { CommandName, CommandRequest, FrameView, LabApi } from '#contract'
import { createGenerator, createPacedClock, type PacedClock } from '../../server/clock/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { password } from './lab-in-virtual-time.ts'

/** 50 handhelds of which most find a place. */
export const fifty: LabFileInput = {
  seed: 7,
  service: { maximumSessions: 30, idleTimeout: '30s', statusInterval: '10s' },
  handhelds: [{ fleet: 50, user: 'load{n}', name: 'load{n}' }],
}

const startMs = Date.UTC(2012, 1, 3, 9)

interface Deeds {
  lab: LabFileInput
  /** Decides what people do. */
  seed: number
  count: number
  /** Whether real time passes now and then, as in a window; otherwise lab time only jumps. */
  isWatched?: boolean
  /** Called at about the middle. */
  atHalf?(lab: Lab): Promise<void>
}

/** A lab as in a window in which people do everything at random while things break. At last it stands still. */
export async function liveByChance({
  lab: file,
  seed,
  count,
  isWatched = false,
  atHalf,
}: Deeds): Promise<Lab> {
  const clock = createPacedClock(startMs)
  const lab = await startLab({ file, clock, installFolder: null, defaultPort: 0, defaultDatabase: 'memory' })
  const chance = createGenerator(seed)
  const call = <N extends CommandName>(name: N, input: CommandRequest<N>) =>
    void lab.api.call(name, input).catch(() => {})
  const anyone = () => `load${chance.integer(1, 50)}`
  const often = (times: number, deed: () => void) => Array.from({ length: times }, () => deed)
  const jump = () => call('clock.jump', { durationMs: chance.integer(1, 9_000) })
  const deeds: (() => void)[] = [
    ...often(6, () => {
      const name = anyone()
      call('handheld.login', { name, user: name, password: chance.fraction() < 0.1 ? 'wrong' : password })
    }),
    ...often(4, () =>
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
    // What the lab refuses: nobody of that name, a handheld twice.
    () => call('handheld.setCoverage', { name: 'nobody', coverage: 'none' }),
    () => call('handheld.send', { name: anyone(), to: 'nobody', text: 'hello' }),
    () => call('user.remove', { id: 'nobody' }),
    () => call('handheld.add', { name: anyone() }),
    () => call('service.configure', { maximumSessions: chance.integer(20, 40) }),
    () => call('handheld.logout', { name: anyone() }),
    () => call('clock.setPace', { isPaused: true }),
    ...(isWatched
      ? [() => call('clock.setPace', { isPaused: false, speed: chance.fraction() < 0.5 ? 1 : 20 })]
      : [jump, jump]),
    jump,
    () => call('clock.step', {}),
  ]
  if (!isWatched) clock.setPace({ isPaused: true })
  for (let done = 0; done < count; done += 1) {
    deeds[chance.integer(0, deeds.length - 1)]?.()
    if (isWatched && chance.fraction() < 0.5)
      await new Promise((resolve) => setTimeout(resolve, chance.integer(0, 30)))
    else if (!isWatched && chance.fraction() < 0.3)
      await lab.api.call('clock.jump', { durationMs: chance.integer(1, 2_000) })
    if (done === count >> 1) await atHalf?.(lab)
  }
  await lab.api.call('clock.jump', { durationMs: 20_000 })
  await standStill(lab.api, clock)
  return lab
}

async function standStill(api: LabApi, clock: PacedClock): Promise<void> {
  await api.call('clock.setPace', { isPaused: true })
  await clock.turn()
}

/** Ports, identities and tokens, which differ in every run. */
export const varying = /(?<=127\.0\.0\.1:)\d+|(?<=ms-opaque=)[0-9a-f]+|(?<=claim )S\d+/g

/** A frame as text, without what differs in every run. */
export const shownFrame = (frame: FrameView) =>
  `${frame.at - startMs} ${frame.direction} ${frame.hop} ${frame.handheld} ${frame.openedSummary.replace(varying, '')} ${frame.sizeBytes}`
