import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { startLab } from '../server/lab/index.ts'
import { proveScenario, readScenario } from '../server/scenario/index.ts'

const folder = join(import.meta.dirname, '../server/library')
// Lessons have tests of their own, beside what takes them.
const scenarios = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yaml') && !name.startsWith('lessons'),
)
const told = z.looseObject({
  name: z.string(),
  symptom: z.string(),
  cause: z.string(),
  issue: z.int().optional(),
  source: z.string().optional(),
  steps: z.array(z.unknown()),
})

/** What people see, in the window or on a device, and what somebody finds who looks for the cause. */
const seen = /^(handheld|messages|sent|desktop|login|send)$/
const evidence = /^(frames|log|flow)$/

const someStep = z.looseObject({
  wait: z.unknown().optional(),
  note: z.string().optional(),
  login: z.unknown().optional(),
  send: z.unknown().optional(),
  expect: z.record(z.string(), z.unknown()).optional(),
  together: z.array(z.unknown()).optional(),
  repeat: z.looseObject({ steps: z.array(z.unknown()) }).optional(),
  each: z.looseObject({ steps: z.array(z.unknown()) }).optional(),
})
type SomeStep = z.infer<typeof someStep>

/** Every step at any depth, with the one before it. */
function* allSteps(steps: readonly unknown[]): Generator<{ before: SomeStep | null; step: SomeStep }> {
  let before: SomeStep | null = null
  for (const one of steps) {
    const step = someStep.parse(one)
    yield { before, step }
    for (const inner of [step.together, step.repeat?.steps, step.each?.steps]) yield* allSteps(inner ?? [])
    before = step
  }
}

/** The device says how a login or a message ends, where that is not the usual way. */
function* endingsOf(step: SomeStep): Generator<string> {
  for (const kind of ['login', 'send'] as const) {
    const asked = z.looseObject({ expect: z.string() }).safeParse(step[kind])
    if (asked.success && asked.data.expect !== 'accepted') yield kind
  }
}

function* subjectsOf(expected: SomeStep['expect']): Generator<string> {
  for (const [key, value] of Object.entries(expected ?? {})) {
    yield key
    if (key === 'not') yield* subjectsOf(z.record(z.string(), z.unknown()).parse(value))
  }
}

function tell(file: string) {
  return told.parse(parse(readFileSync(join(folder, file), 'utf8')))
}

describe('the library of field issues', () => {
  it('contains each of the 33 issues, with symptom, cause and source', () => {
    const issues = scenarios.map(tell).filter(({ issue }) => issue !== undefined)
    expect(issues.map(({ issue }) => issue).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 33 }, (_, index) => index + 1),
    )
    for (const { source } of issues) expect(source).toMatch(/^(stated|seen in a client|tried|CVE)/)
  })

  it('contains four demonstrations of the lab', () => {
    const demos = scenarios.filter((file) => file.startsWith('demos'))
    expect(demos.map((file) => tell(file).name)).toHaveLength(4)
  })

  it.each(scenarios)('%s asserts what people see, and the evidence, and waits for nothing', (file) => {
    const { issue, steps } = tell(file)
    const all = [...allSteps(steps)]
    // A note says why the time itself matters, where `within` would not do.
    const waited = all.filter(({ before, step }) => before?.wait && !before.note && step.expect)
    expect(waited.map(({ step }) => step)).toEqual([])
    if (issue === undefined) return
    const subjects = all.flatMap(({ step }) => [...subjectsOf(step.expect), ...endingsOf(step)])
    expect(subjects).toContainEqual(expect.stringMatching(seen))
    expect(subjects).toContainEqual(expect.stringMatching(evidence))
  })

  describe.each(scenarios)('%s', (file) => {
    it('passes, and fails at an expectation once its cause is removed', async (context) => {
      const scenario = await readScenario(join(folder, file))
      context.skip(scenario.missing.length > 0, `needs ${scenario.missing.join(', ')}, which no lab has yet`)
      const proof = await proveScenario(scenario, { startLab, installFolder: null })
      expect(proof).toMatchObject({ verdict: 'proven' })
    })
  })
})
