import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../../../scenario/index.ts'
import { createTaskQueue, type PlannedRun } from './task-queue.ts'

const demos = join(import.meta.dirname, '../../../library/demos')

async function planned(name: string): Promise<PlannedRun> {
  const scenario = await readScenario(join(demos, `${name}.yaml`), null)
  const nothing = { capture: null, log: null, from: null, snapshot: null, record: null, withPast: false }
  const task = {
    file: scenario.file,
    name,
    seed: 1,
    combination: 1,
    combinations: 1,
    number: 1,
    of: 1,
    ...nothing,
  }
  return { task, scenario }
}

describe('the queue of runs', () => {
  it('gives the largest scenario to who asks for it, so that it is not left to the end', async () => {
    const names = ['first-login', 'full-house', 'tunnel', 'storm-of-re-logins']
    const queue = createTaskQueue(await Promise.all(names.map(planned)))
    const dequeued: (string | undefined)[] = []
    for (const wanted of ['largest', 'first', 'largest', 'largest', 'first'] as const) {
      const run = await queue.dequeue(wanted)
      dequeued.push(run?.task.name)
    }
    expect(dequeued).toEqual(['storm-of-re-logins', 'first-login', 'full-house', 'tunnel', undefined])
  })
})
