import { expect, it } from 'vitest'
import { isReportText, pastRuns } from './read-report.ts'

const run = (name: string, outcome: string, history?: string) => ({
  outcome,
  run: 1,
  file: `${name}.yaml`,
  name,
  seed: 1,
  ...(history === undefined ? {} : { history }),
})
const scenarios = [run('quiet', 'passed', 'h1'), run('old', 'failed'), run('tunnel', 'failed', 'h2')]
const whole = JSON.stringify({ format: 'bramble-run', version: 1, scenarios, outcome: 'failed' }, null, 2)
const lines = [
  { type: 'begin', format: 'bramble-run', version: 1 },
  ...scenarios.map((one) => ({ type: 'scenario', ...one })),
]
  .map((line) => JSON.stringify(line))
  .join('\n')

it('finds the runs that have a past, those that failed first, in JSON and in JSON lines', () => {
  for (const text of [whole, lines, `${lines}\n{"type":"scenario","outc`]) {
    expect(isReportText(text.slice(0, 200))).toBe(true)
    expect(pastRuns('night.json', text).map(({ history, name }) => [name, history])).toEqual([
      ['tunnel', 'h2'],
      ['quiet', 'h1'],
    ])
  }
})

it('tells what is no report, what is damaged, and what has no past', () => {
  expect(isReportText('{ "bramble": "history" }')).toBe(false)
  expect(isReportText('name: a scenario')).toBe(false)
  expect(() => pastRuns('a.json', whole.slice(0, 200))).toThrow('a.json')
  expect(() => pastRuns('a.json', JSON.stringify({ format: 'bramble-run', scenarios: [] }))).toThrow(
    'no past',
  )
})
