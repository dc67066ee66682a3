import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { startLab } from '../server/lab/index.ts'
import {
  type LabSnapshot,
  readScenario,
  readSnapshotFile,
  runScenario,
  type ScenarioOutcome,
  writeSnapshotFile,
} from '../server/scenario/index.ts'

const folder = join(import.meta.dirname, 'scenarios')
const workFolder = mkdtempSync(join(tmpdir(), 'bramble-snapshots-'))
afterAll(() => rmSync(workFolder, { recursive: true }))

const someScenario = z.looseObject({ lab: z.unknown().optional(), steps: z.array(z.unknown()) })
type SomeScenario = z.infer<typeof someScenario>

/** Runs a scenario, optionally from a snapshot, and takes a snapshot at the end. */
async function run(scenario: object, from: LabSnapshot | null = null) {
  const file = join(workFolder, 'scenario.yaml')
  writeFileSync(file, stringify(scenario))
  const snapshots: LabSnapshot[] = []
  const outcome = await runScenario(await readScenario(file, from), {
    startLab,
    installFolder: workFolder,
    onSnapshot: (snapshot) => snapshots.push(snapshot),
  })
  const [snapshot] = snapshots
  if (!snapshot) throw new Error('no snapshot was taken')
  return { outcome, snapshot }
}

/** Writes a snapshot to a file and reads it again. */
async function kept(snapshot: LabSnapshot): Promise<LabSnapshot> {
  const file = join(workFolder, 'kept.json')
  await writeSnapshotFile(file, snapshot)
  return readSnapshotFile(file)
}

/** Replaces each `repeat` by its steps, so that the scenario can be split at every step. */
function unrolled({ lab, steps }: SomeScenario): SomeScenario {
  return { lab, steps: steps.flatMap(unroll) }
}

const repeated = z.object({ repeat: z.object({ times: z.int().max(10), steps: z.array(z.unknown()) }) })

function unroll(step: unknown): unknown[] {
  const { success, data } = repeated.safeParse(step)
  if (!success) return [step]
  return Array.from({ length: data.repeat.times }, () => data.repeat.steps.flatMap(unroll)).flat()
}

/** The outcome of a scenario without places in the file, which differ between the whole scenario and its parts. */
function story({ failures, flowSteps, steps }: ScenarioOutcome) {
  return {
    failures: failures.map(({ message, atMs, lastFlowSteps }) => ({ message, atMs, lastFlowSteps })),
    flowSteps,
    steps: steps.map(({ title, outcome, atMs, endMs }) => ({ title, outcome, atMs, endMs })),
  }
}

/** The steps at which to split: the middle and the last step. Each split costs three runs, so there are no more. */
function places(steps: readonly unknown[]): number[] {
  const last = steps.length - 1
  return [...new Set([Math.ceil(last / 2), last])].filter((at) => at >= 1)
}

async function expectSplitsToEndAlike({ lab, steps }: SomeScenario, at: readonly number[]): Promise<void> {
  const { outcome, snapshot } = await run({ lab, steps })
  expect(outcome.failures).toEqual([])
  for (const place of at) {
    const first = await run({ lab, steps: steps.slice(0, place) })
    const second = await run({ steps: steps.slice(place) }, await kept(first.snapshot))
    const both = [story(first.outcome), story(second.outcome)]
    expect({
      failures: both.flatMap(({ failures }) => failures),
      flowSteps: both.flatMap(({ flowSteps }) => flowSteps),
      steps: both.flatMap((one) => one.steps),
    }).toEqual(story(outcome))
    // The snapshot contains all commands and the state to which they led.
    expect(second.snapshot).toEqual(snapshot)
  }
}

describe('a run that continues from a snapshot ends like the uninterrupted run', () => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.yaml'))) {
    it(name, async () => {
      const scenario = unrolled(someScenario.parse(parse(readFileSync(join(folder, name), 'utf8'))))
      await expectSplitsToEndAlike(scenario, places(scenario.steps))
    })
  }

  it('split before and after steps that begin at the same moment', async () => {
    const link = { delay: '300ms', jitter: '250ms', loss: 0.3 }
    const later = [
      { wait: '40ms' },
      { login: '$handheld' },
      { send: { from: '$handheld', to: 'bob', text: 'I am $handheld' } },
    ]
    const steps = [
      { link: { alice: link } },
      {
        together: [
          { login: 'alice' },
          { login: 'bob' },
          { each: { handheld: 'carol', steps: later } },
          { login: { handheld: 'dave', password: 'wrong', expect: 'bad-credentials' } },
          { repeat: { times: 2, steps: [{ coverage: { erin: 'none' } }, { wait: '30s' }] } },
        ],
      },
      {
        together: [
          { repeat: { times: 1, steps: [{ expect: { sessions: 2, within: '5m' } }, { login: 'erin' }] } },
          { logout: 'alice' },
          { restart: { at: 'dispatcher', for: '20s' } },
          { together: [{ coverage: { erin: 'good' } }, { presence: { bob: 'busy' } }] },
        ],
      },
      { wait: '10s' },
      { login: 'alice' },
      { expect: { sessions: 4, handheld: { bob: { lastMessage: 'I am carol' } } } },
    ]
    const users = ['alice', 'bob', 'carol', 'dave', 'erin'].map((id) => ({ id }))
    await expectSplitsToEndAlike({ lab: { seed: 4, users }, steps }, [1, 2, 3, 4])
  })

  it('split at any step, with random faults, waiting queues and changed passwords', async () => {
    const link = { delay: '300ms', jitter: '250ms', loss: 0.3, bandwidth: '9600bit' }
    const steps = [
      { link: { alice: link, bob: link } },
      { fault: { at: 'directory', kind: 'latency', delay: '2s', jitter: '1s', probability: 0.5 } },
      { user: { bob: { password: 'changed' } } },
      { login: 'alice' },
      { login: 'bob' },
      { logout: 'alice' },
      { login: { handheld: 'carol', user: 'alice' } },
      { expect: { 'last-status': 'accepted' } },
      { coverage: { bob: 'none' } },
      { send: { from: 'carol', to: 'bob', text: 'while you are away', expect: 'queued' } },
      { fault: { at: 'wireless', kind: 'latency', delay: '1s', jitter: '900ms', probability: 0.5 } },
      { wait: '90s' },
      { coverage: { bob: 'good' } },
      { wait: '10s' },
      { send: { from: 'bob', to: 'carol', text: 'back again' } },
      { expect: { sessions: 2, handheld: { bob: { lastMessage: 'while you are away' } } } },
      { expect: { log: 'Login of alice on carol' } },
    ]
    const users = ['alice', 'bob', 'carol'].map((id) => ({ id }))
    const all = steps.map((_, index) => index).slice(1)
    await expectSplitsToEndAlike({ lab: { seed: 4, users }, steps }, all)
  })
})
