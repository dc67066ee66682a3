import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()
const scenarios = join(import.meta.dirname, '../scenarios')
const language = join(import.meta.dirname, '../language')
const library = join(import.meta.dirname, '../../server/library')

interface Report {
  scenarios: ReportedRun[]
}

interface ReportedRun {
  file: string
  run: number
  outcome: string
  /** Which combination of the file's matrix; left out for the first. */
  combination?: number
}

function idOf({ file, combination = 1 }: ReportedRun): string {
  return `${file} ${combination}`
}

function parse(out: string): Report {
  const report: unknown = JSON.parse(out)
  if (typeof report !== 'object' || report === null || !('scenarios' in report)) throw new Error(out)
  const { scenarios } = report
  if (!Array.isArray(scenarios)) throw new Error(out)
  return { scenarios }
}

/** Runs another program that keeps the processor busy, so that the timing of the tested program varies between runs. */
async function underLoad<T>(work: () => Promise<T>): Promise<T> {
  const load = new Worker('for (;;) {}', { eval: true })
  try {
    return await work()
  } finally {
    await load.terminate()
  }
}

describe('a seed', () => {
  it.each([
    { what: 'scenario', folder: scenarios, times: 3 },
    { what: 'scenario with a matrix, marks and included files', folder: language, times: 3 },
    { what: 'scenario of the library', folder: library, times: 5 },
  ])(
    'every $what gives the same outcome, flow steps and times, $times times over, under load',
    async (set) => {
      const { folder, times } = set
      const jobs = String(Math.max(2, availableParallelism()))
      const words = ['run', folder, '--json', '--repeat', String(times), '--jobs', jobs]
      const { out, err } = await underLoad(() => program.run(...words))
      expect(err).toBe('')
      const runs = parse(out).scenarios
      const listed = (await program.run('run', folder, '--list', '--json')).out.trim().split('\n')
      expect(runs).toHaveLength(listed.length * times)
      const firsts = new Map(runs.filter(({ run }) => run === 1).map((one) => [idOf(one), one]))
      for (const run of runs) {
        expect({ ...run, run: 1 }).toEqual(firsts.get(idOf(run)))
        expect(run.outcome).not.toBe('failed')
      }
    },
  )

  it('gives other times than another seed', async () => {
    const file = join(scenarios, 'tunnel.yaml')
    const [one, two] = await Promise.all(
      ['1', '2'].map((seed) => program.run('run', file, '--json', '--seed', seed)),
    )
    expect(one?.out.replace('"seed": 1', '')).not.toBe(two?.out.replace('"seed": 2', ''))
  })
})
