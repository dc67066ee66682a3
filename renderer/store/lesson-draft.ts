import { z } from 'zod'
import { create } from 'zustand'
import {
  factSources,
  type LessonPart,
  type LessonProblem,
  lessonAreas,
  lessonLanguages,
  lessonLevels,
  lessonLimits,
  lessonParts,
} from '#contract'

/** The lesson that a trainer makes, before it is a file. It is kept in local storage, so that nothing typed is lost. */

const key = 'bramble.lesson-draft'
const text = z.string().max(4_000)

/** What was pointed at, as a lesson file says it: `{ step: { … } }`, `{ frame: FILTER }` and so on. */
export const draftProof = z.object({
  kind: z.enum(['frame', 'session', 'log', 'step', 'setting', 'handheld', 'user']),
  value: z.union([z.string(), z.record(z.string(), z.string())]),
  /** What it said when it was pointed at. */
  shown: text,
  because: text,
})
export type DraftProof = z.infer<typeof draftProof>

/** Parts of the lab that the form can hide. */
export const maySayHidden = [
  'settings',
  'faults',
  'users',
  'log',
  'ladder',
  'charts',
  'notices',
] as const satisfies readonly LessonPart[]

/** Something that the repair does. */
const repairStep = z.object({
  do: z.enum(['set', 'mend', 'allow', 'login', 'logout']),
  /** The setting, the place of the fault and its kind, the user, or the handheld. */
  what: text,
  /** What the setting is set to; empty: nothing. */
  value: text,
})
export type RepairStep = z.infer<typeof repairStep>
export const repairKinds = repairStep.shape.do.options

/** In which state a handheld must be once all is repaired. */
const repaired = z.object({ handheld: text, state: z.enum(['signed-in', 'signed-out']) })
export const repairedStates = repaired.shape.state.options

const lessonDraft = z.object({
  /** The lesson that was opened, with what the form does not show; null: a new one. */
  opened: z
    .object({
      id: z.string(),
      source: z.string().max(lessonLimits.source),
      language: z.enum(lessonLanguages),
    })
    .nullable()
    .default(null),
  title: text,
  level: z.enum(lessonLevels),
  area: z.enum(lessonAreas),
  minutes: z.int().min(1).max(240),
  symptom: text,
  who: text,
  when: text,
  /** The scenario of what happened; empty: not taken yet. */
  scenario: z.string().max(lessonLimits.source),
  /** Place of the step that brings it about, among the scenario's own steps; null: not chosen. */
  causeStep: z.int().nullable(),
  question: text,
  right: z.object({ text, because: text }),
  wrong: z.array(z.object({ text, because: text })).max(8),
  evidence: z.object({ text, otherwise: text, accept: z.array(draftProof).max(10) }),
  /** With what has to be repaired; no text: nothing has. */
  repair: z
    .object({ text, steps: z.array(repairStep).max(20), holds: z.array(repaired).max(20) })
    .default({ text: '', steps: [], holds: [] }),
  /** `question`: the ID of the one that it helps with; empty: any. */
  hints: z
    .array(z.object({ text, price: z.int().min(0).max(100), question: z.string().default('') }))
    .max(20),
  cause: text,
  lookFirst: text,
  moment: text,
  facts: z.array(z.object({ text, source: z.enum(factSources), from: text })).max(10),
  hidden: z.array(z.enum(lessonParts)),
  asksForSentence: z.boolean(),
})
export type LessonDraft = z.infer<typeof lessonDraft>

export const emptyDraft: LessonDraft = {
  opened: null,
  title: '',
  level: 'beginner',
  area: 'limits',
  minutes: 15,
  symptom: '',
  who: '',
  when: '',
  scenario: '',
  causeStep: null,
  question: '',
  right: { text: '', because: '' },
  wrong: [
    { text: '', because: '' },
    { text: '', because: '' },
  ],
  evidence: { text: '', otherwise: '', accept: [] },
  repair: { text: '', steps: [], holds: [] },
  hints: [],
  cause: '',
  lookFirst: '',
  moment: '',
  facts: [{ text: '', source: 'stated', from: '' }],
  hidden: ['settings', 'faults'],
  asksForSentence: true,
}

function stored(): LessonDraft {
  try {
    return lessonDraft.parse(JSON.parse(localStorage.getItem(key) ?? 'null'))
  } catch {
    return emptyDraft
  }
}

interface DraftState {
  draft: LessonDraft
  /** The form is shown in the pane of lessons. */
  isOpen: boolean
  /** What takes a while: repeating what happened, or taking the lesson to check it. */
  busy: 'taking' | 'checking' | null
  /** What is wrong with it, as it was when it was checked last; null: not checked since. */
  problems: readonly LessonProblem[] | null
}

export const useLessonDraft = create<DraftState>(() => ({
  draft: stored(),
  isOpen: false,
  busy: null,
  problems: null,
}))

/** Changes the draft, and remembers it. Without storage it lasts until the page is closed. */
export function draft(change: Partial<LessonDraft>): void {
  const next = { ...useLessonDraft.getState().draft, ...change }
  useLessonDraft.setState({ draft: next, problems: null })
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    return
  }
}

export function openDraft(isOpen: boolean): void {
  useLessonDraft.setState({ isOpen })
}
