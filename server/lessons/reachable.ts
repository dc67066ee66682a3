import { type EvidenceKind, type LessonAccess, type LessonPart, settingList } from '#contract'
import type { KeyPath } from '../files/index.ts'
import type { ScenarioStep } from '../scenario/index.ts'
import { kindOf } from './evidence.ts'
import { partsOfEvidence } from './guarded-api.ts'
import type { LessonFile, Proof } from './lesson-file.ts'
import type { Lesson } from './read-lesson.ts'

type Tell = (path: KeyPath, text: string) => void

/** What of the lab each kind of step changes. A trainee who is to do the same needs that part open. */
const partsOfSteps = {
  login: 'handhelds',
  logout: 'handhelds',
  send: 'handhelds',
  typing: 'handhelds',
  read: 'handhelds',
  contacts: 'handhelds',
  presence: 'handhelds',
  coverage: 'coverage',
  link: 'coverage',
  status: 'coverage',
  power: 'coverage',
  desktop: 'desktops',
  service: 'settings',
  restart: 'settings',
  user: 'users',
  fault: 'faults',
} as const satisfies Partial<Record<keyof ScenarioStep, LessonPart>>

/** What can be done and seen at the time of one question. */
interface Situation {
  accessOf(part: LessonPart): LessonAccess
  isSettingHidden(key: string): boolean
}

/** Finds what a trainee is asked for while it is locked or hidden: nobody could answer that. */
export function findOutOfReach({ content, tasks, pathOf }: Lesson, report: Tell): void {
  for (const [index, question] of content.questions.entries()) {
    const now = situationAt(content, index)
    if ('evidence' in question) {
      for (const list of ['accept', 'refuse'] as const) {
        for (const [place, proof] of (question[list] ?? []).entries()) {
          const hidden = hiddenPart(proof, now)
          if (hidden === null) continue
          report(
            ['questions', index, list, place],
            `nobody can point at this, since ${hidden} ${hidden.endsWith('s') ? 'are' : 'is'} hidden when it is asked for: open it in access, or by \`opens\` of a question before`,
          )
        }
      }
    }
    for (const { step, path } of tasks.get(question.id)?.solve ?? []) {
      const locked = lockedPart(step, now)
      if (locked === null) continue
      report(
        pathOf(path),
        `the trainee cannot do this, since ${locked} cannot be changed when it is asked for: open it in access, or by \`opens\` of a question before`,
      )
    }
  }
}

function situationAt({ access = {}, hiddenSettings = [], questions }: LessonFile, index: number): Situation {
  const opened = questions.slice(0, index).flatMap((one) => ('opens' in one && one.opens ? [one.opens] : []))
  const now = Object.assign({}, access, ...opened) as Partial<Record<LessonPart, LessonAccess>>
  const hidden = opened.some(({ settings }) => settings !== undefined) ? [] : hiddenSettings
  return {
    accessOf: (part) => now[part] ?? 'open',
    isSettingHidden: (key) => hidden.includes(key),
  }
}

/** The part in which something would have to be pointed at; null: it is to be seen. */
function hiddenPart(proof: Proof, now: Situation): string | null {
  const kind: EvidenceKind = kindOf(proof)
  const parts: readonly LessonPart[] = partsOfEvidence[kind]
  if (parts.every((part) => now.accessOf(part) === 'hidden')) return parts[0] ?? null
  return proof.setting !== undefined && now.isSettingHidden(proof.setting) ? proof.setting : null
}

function lockedPart(step: ScenarioStep, now: Situation): string | null {
  for (const [kind, part] of Object.entries(partsOfSteps)) {
    if (Reflect.get(step, kind) !== undefined && now.accessOf(part) !== 'open') return part
  }
  const keys = Object.keys(step.service ?? {}).map(
    (key) => settingList.find(({ apiKey }) => apiKey === key)?.key ?? key,
  )
  return keys.find((key) => now.isSettingHidden(key)) ?? null
}
