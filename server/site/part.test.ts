import { expect, it } from 'vitest'
import { Failure } from '../base/index.ts'
import { type Part, type PartName, RunningParts, StartFailure } from './part.ts'

/** A part that records its calls in a journal. */
function createPart(
  part: PartName,
  journal: string[],
  failing: Partial<Record<'start' | 'stop', Error>> = {},
) {
  return {
    part,
    async start() {
      journal.push(`start ${part}`)
      if (failing.start) throw failing.start
    },
    async drain() {
      journal.push(`drain ${part}`)
    },
    async stop() {
      journal.push(`stop ${part}`)
      if (failing.stop) throw failing.stop
    },
    describe: () => ({}),
  } satisfies Part
}

const refuse = (part: PartName) => {
  throw new Error(`${part} did not stop`)
}

it('starts parts in the order of the table, drains them in reverse order, then stops them', async () => {
  const journal: string[] = []
  const parts = (['wireless', 'service', 'database'] as const).map((part) => createPart(part, journal))
  const running = new RunningParts(parts, refuse)
  await running.start()
  await running.stop()
  await running.stop()
  expect(journal).toEqual([
    'start database',
    'start service',
    'start wireless',
    'drain wireless',
    'drain service',
    'drain database',
    'stop wireless',
    'stop service',
    'stop database',
  ])
})

it('stops the started parts and names the failed one if a part does not start', async () => {
  const journal: string[] = []
  const taken = new Failure('port-in-use', {
    part: 'dispatcher',
    place: '127.0.0.1:3101',
    portFrom: 'lab-file',
  })
  const parts = [
    createPart('wireless', journal),
    createPart('dispatcher', journal, { start: taken }),
    createPart('database', journal),
  ]
  const started = new RunningParts(parts, refuse).start()
  await expect(started).rejects.toMatchObject({
    part: 'dispatcher',
    code: 'port-in-use',
    message: taken.message,
    remedy: taken.remedy,
    cause: taken,
  })
  expect(journal.filter((entry) => !entry.startsWith('drain'))).toEqual([
    'start database',
    'start dispatcher',
    'stop dispatcher',
    'stop database',
  ])
})

it('names the failed part also after an unexpected error', async () => {
  const part = createPart('directory', [], { start: new TypeError('no such property') })
  const started = new RunningParts([part], refuse).start()
  await expect(started).rejects.toBeInstanceOf(StartFailure)
  await expect(started).rejects.toThrow(/^directory did not start: TypeError: no such property/)
})

it('stops the other parts if one fails to stop, and reports the failure', async () => {
  const journal: string[] = []
  const failures: [PartName, unknown][] = []
  const stuck = new Error('stuck')
  const parts = [createPart('database', journal), createPart('dispatcher', journal, { stop: stuck })]
  const running = new RunningParts(parts, (part, thrown) => failures.push([part, thrown]))
  await running.start()
  await running.stop()
  expect(failures).toEqual([['dispatcher', stuck]])
  expect(journal.slice(-2)).toEqual(['stop dispatcher', 'stop database'])
})
