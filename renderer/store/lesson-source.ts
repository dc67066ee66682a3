import { isMap, isSeq, parseDocument, stringify } from 'yaml'
import type { DraftProof, LessonDraft } from './lesson-draft.ts'
import { isStep, repairSource } from './repair-source.ts'

/** A lesson's file, made of what a trainer has filled in. Everything is inside: no other file is needed. */

/** A step of the scenario, as it is written. */
export interface ScenarioStep {
  /** Its place among the scenario's steps. */
  place: number
  text: string
}

/** The steps of a scenario that do something: what is only expected brings nothing about. */
export function scenarioSteps(scenario: string): ScenarioStep[] {
  const steps = parseDocument(scenario).get('steps')
  if (!isSeq(steps)) return []
  return steps.items.flatMap((item, place) => {
    if (!isMap(item) || !isStep(item)) return []
    return [{ place, text: stringify(item, { flowCollectionPadding: true, lineWidth: 0 }).trim() }]
  })
}

/** Whether a text is a scenario, as far as the form needs to know. */
export function isScenario(text: string): boolean {
  return scenarioSteps(text).length > 0
}

/** The scenario as a lesson's `setup`, with its cause marked. */
export function setupOf({ scenario, causeStep }: Pick<LessonDraft, 'scenario' | 'causeStep'>): object {
  const document = parseDocument(scenario)
  const steps = document.get('steps')
  if (isSeq(steps) && causeStep !== null) {
    const step = steps.items[causeStep]
    if (isMap(step)) step.set('cause', true)
  }
  const { lab, without, steps: written } = Object(document.toJS())
  return { ...(lab ? { lab } : {}), ...(without ? { without } : {}), steps: written }
}

export function proofOf({ kind, value, because, shown }: DraftProof): object {
  return { [kind]: value, because: because.trim() || shown }
}

export const filled = ({ text }: { text: string }) => text.trim() !== ''

/** What is hidden has to be open by the time that it is to be repaired. */
export function openedForRepair({ hidden }: Pick<LessonDraft, 'hidden'>): object {
  return Object.fromEntries(
    (['settings', 'faults', 'users'] as const)
      .filter((part) => hidden.includes(part))
      .map((part) => [part, 'open']),
  )
}

export function hintSource({ question, price, text }: LessonDraft['hints'][number]): object {
  return { ...(question === '' ? {} : { question }), price, text }
}

/** The file as YAML. What is missing is missing in it, too: the check of the lesson says so, with the key. */
export function lessonSource(draft: LessonDraft, words: { writeQuestion: string }): string {
  const { evidence, facts, hints, repair, right, wrong } = draft
  const hasRepair = repair.text.trim() !== ''
  const lesson = {
    lesson: draft.title,
    level: draft.level,
    area: draft.area,
    minutes: draft.minutes,
    told: { symptom: draft.symptom, who: draft.who, when: draft.when },
    access: Object.fromEntries(draft.hidden.map((part) => [part, 'hidden'])),
    setup: setupOf(draft),
    questions: [
      ...(evidence.accept.length === 0
        ? []
        : [
            {
              id: 'proof',
              evidence: evidence.text,
              accept: evidence.accept.map(proofOf),
              otherwise: evidence.otherwise,
            },
          ]),
      {
        id: 'cause',
        choose: draft.question,
        right,
        wrong: wrong.filter(filled),
        ...(hasRepair ? { opens: openedForRepair(draft) } : {}),
      },
      ...(hasRepair ? [{ id: 'cure', fix: repair.text }] : []),
      ...(draft.asksForSentence ? [{ id: 'customer', write: words.writeQuestion }] : []),
    ],
    ...(hints.some(filled) ? { hints: hints.filter(filled).map(hintSource) } : {}),
    ...repairSource(repair),
    debrief: {
      cause: draft.cause,
      lookFirst: draft.lookFirst,
      moment: {
        text: draft.moment,
        ...(evidence.accept[0] === undefined ? {} : { shows: proofOf(evidence.accept[0]) }),
      },
      facts: facts.filter(filled),
    },
  }
  return stringify(lesson, { lineWidth: 120 })
}

/** The ID of a lesson, which is the name of its file. */
export function lessonId(title: string): string {
  const id = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
  return id === '' ? 'lesson' : id.replace(/-+$/, '')
}
