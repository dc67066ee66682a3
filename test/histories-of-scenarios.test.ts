import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../server/clock/index.ts'
import { endOf, type History } from '../server/history/index.ts'
import { Repetition } from '../server/history/repeat/index.ts'
import { type Lab, startLab } from '../server/lab/index.ts'
import { readScenarios, runScenario, whyNotRepeatable } from '../server/scenario/index.ts'

const folders = ['scenarios', '../server/library'].map((folder) => join(import.meta.dirname, folder))
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name)),
)

/** Up to now, when the scenario has ended and its lab has not stopped yet. */
function historyOf({ records: { file: lab, history, startMs } }: Lab): History {
  const entries = [...history.read(), { do: 'end', ...history.now(), why: 'stopped' } as const]
  return { lab, database: null, startMs, entries, droppedFacts: history.droppedFacts }
}

describe('the history of a scenario', () => {
  it.each(files)('of %s leads to the same lab', { timeout: 60_000 }, async (file) => {
    const [scenario] = await readScenarios(file)
    if (!scenario || scenario.missing.length > 0 || whyNotRepeatable(scenario.lab)) return
    const histories: History[] = []
    await runScenario(scenario, {
      startLab: async (options) => {
        const lab = await startLab(options)
        const { stop } = lab
        return Object.assign(lab, {
          stop: () => {
            histories.push(historyOf(lab))
            return stop()
          },
        })
      },
      installFolder: null,
    })
    const [history] = histories
    if (!history) throw new Error('it had no lab')
    const clock = createVirtualClock(history.startMs)
    const repetition = await Repetition.start(history, { startLab, clock, lab: { installFolder: null } })
    await repetition.to(endOf(history))
    const { difference } = repetition
    const stopped = repetition.lab.stop()
    clock.runUntil(stopped).catch(() => {})
    await stopped
    expect(difference).toBeNull()
  })
})
