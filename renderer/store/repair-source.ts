import { isMap, parseDocument } from 'yaml'
import { z } from 'zod'
import { settingList } from '#contract'
import type { LessonDraft, RepairStep } from './lesson-draft.ts'

/** The repair of a lesson, as its file says it and as the form shows it. */

type Repair = Pick<LessonDraft['repair'], 'steps' | 'holds'>

/** What stands in a scenario and may have to be repaired. */
export interface RepairChoices {
  handhelds: string[]
  users: string[]
  /** Keys in files. */
  settings: string[]
  /** Each as its place and kind, such as `directory down`. */
  faults: string[]
}

const named = z.looseObject({
  name: z.string().optional(),
  id: z.string().optional(),
  user: z.string().optional(),
})
const fault = z.looseObject({ at: z.string(), kind: z.string() })
const scenarioShape = z.looseObject({
  lab: z
    .looseObject({ handhelds: z.array(named).catch([]), users: z.array(named).catch([]) })
    .catch({ handhelds: [], users: [] }),
  steps: z.array(z.looseObject({ fault: fault.optional().catch(undefined) })).catch([]),
})

/** Without handhelds of its own, a lab has these. */
const usualNames = ['alice', 'bob']

export function repairChoices(scenario: string): RepairChoices {
  const { data } = scenarioShape.safeParse(parseDocument(scenario).toJS())
  const handhelds = data?.lab.handhelds.flatMap(({ name }) => name ?? []) ?? []
  const users = data?.lab.users.flatMap(({ id }) => id ?? []) ?? []
  const faults = data?.steps.flatMap(({ fault: set }) => (set ? `${set.at} ${set.kind}` : [])) ?? []
  return {
    handhelds: handhelds.length === 0 ? usualNames : [...new Set(handhelds)],
    users: users.length === 0 ? usualNames : [...new Set(users)],
    settings: settingList.map(({ key }) => key),
    faults: [...new Set(faults)],
  }
}

function stepSource({ do: kind, what, value }: RepairStep): object {
  switch (kind) {
    case 'set':
      return { service: { [what]: settingValue(value) } }
    case 'mend': {
      const [at, faultKind] = what.split(' ')
      return { fault: { mend: { at, kind: faultKind } } }
    }
    case 'allow':
      return { user: { [what]: { mayUseClient: true, enabled: true } } }
    case 'login':
      return { login: what }
    case 'logout':
      return { logout: what }
  }
}

/** As somebody types it: a number, `yes` or `no`, a duration, or nothing. */
function settingValue(typed: string): string | number | boolean | null {
  const text = typed.trim()
  if (text === '') return null
  if (/^\d+$/.test(text)) return Number(text)
  return text === 'true' || text === 'false' ? text === 'true' : text
}

/** The keys `solve` and `check`; empty where nothing is to be repaired. */
export function repairSource({ text, steps, holds }: LessonDraft['repair']): {
  solve?: object[]
  check?: object[]
} {
  if (text.trim() === '') return {}
  return {
    ...(steps.length === 0 ? {} : { solve: steps.map(stepSource) }),
    ...(holds.length === 0
      ? {}
      : { check: [{ handheld: Object.fromEntries(holds.map(({ handheld, state }) => [handheld, state])) }] }),
  }
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const solveShape = z.array(
  z.union([
    z.strictObject({ service: z.record(z.string(), scalar) }),
    z.strictObject({ fault: z.strictObject({ mend: z.strictObject({ at: z.string(), kind: z.string() }) }) }),
    z.strictObject({ user: z.record(z.string(), z.looseObject({})) }),
    z.strictObject({ login: z.string() }),
    z.strictObject({ logout: z.string() }),
  ]),
)
const checkShape = z.tuple([
  z.strictObject({ handheld: z.record(z.string(), z.enum(['signed-in', 'signed-out'])) }),
])

/** Reads what {@link repairSource} writes. @returns null if the file says more than the form can */
export function repairOf(solve: unknown, check: unknown): Repair | null {
  const steps = solveShape.safeParse(solve ?? []).data
  const holds = check === undefined ? [] : checkShape.safeParse(check).data
  if (steps === undefined || holds === undefined) return null
  return {
    steps: steps.flatMap((step): RepairStep[] => {
      if ('service' in step) {
        return Object.entries(step.service).map(([what, value]) => ({
          do: 'set',
          what,
          value: value === null ? '' : String(value),
        }))
      }
      if ('fault' in step)
        return [{ do: 'mend', what: `${step.fault.mend.at} ${step.fault.mend.kind}`, value: '' }]
      if ('user' in step) return Object.keys(step.user).map((what) => ({ do: 'allow', what, value: '' }))
      return 'login' in step
        ? [{ do: 'login', what: step.login, value: '' }]
        : [{ do: 'logout', what: step.logout, value: '' }]
    }),
    holds: holds.flatMap(({ handheld }) =>
      Object.entries(handheld).map(([name, state]) => ({ handheld: name, state })),
    ),
  }
}

/** Whether a step of a scenario is one, for the form. */
export function isStep(item: unknown): boolean {
  return isMap(item) && !item.has('expect') && !item.has('mark')
}
