import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { factSources, type LessonLanguage, lessonAreas, lessonLevels, lessonParts } from '#contract'
import { type DraftProof, draftProof, type LessonDraft, maySayHidden } from './lesson-draft.ts'
import { filled, hintSource, openedForRepair, proofOf, setupOf } from './lesson-source.ts'
import { repairOf, repairSource } from './repair-source.ts'

/**
 * A lesson that exists already, opened in the form. The form shows a part of what a lesson can say: one question of each kind, in one
 * language. Everything else stays in the file as it is.
 */

const anyText = z.union([z.string(), z.looseObject({ en: z.string(), de: z.string().optional() })])
type AnyText = z.output<typeof anyText>

const answer = z.looseObject({ text: anyText, because: anyText })
const proof = z.looseObject({ because: anyText })
const question = z.looseObject({
  id: z.string(),
  choose: anyText.optional(),
  right: answer.optional(),
  wrong: z.array(answer).optional(),
  evidence: anyText.optional(),
  accept: z.array(proof).optional(),
  otherwise: anyText.optional(),
  fix: anyText.optional(),
  write: anyText.optional(),
})

const lesson = z.looseObject({
  lesson: anyText,
  level: z.enum(lessonLevels),
  area: z.enum(lessonAreas),
  minutes: z.int(),
  told: z.looseObject({ symptom: anyText, who: anyText, when: anyText }),
  access: z.partialRecord(z.enum(lessonParts), z.string()).default({}),
  setup: z.union([z.string(), z.looseObject({ steps: z.array(z.unknown()) })]),
  questions: z.array(question),
  hints: z
    .array(z.looseObject({ question: z.string().optional(), price: z.int(), text: anyText }))
    .default([]),
  solve: z.unknown().optional(),
  check: z.unknown().optional(),
  debrief: z.looseObject({
    cause: anyText,
    lookFirst: anyText,
    moment: z.looseObject({ text: anyText }),
    facts: z.array(z.looseObject({ text: anyText, source: z.enum(factSources), from: anyText })),
  }),
})
type Lesson = z.output<typeof lesson>

/** @returns null if the text is no lesson that the form can show */
export function draftOfLesson(id: string, source: string, language: LessonLanguage): LessonDraft | null {
  const read = lesson.safeParse(parsed(source))
  if (!read.success) return null
  const { told, questions, hints, access, setup, solve, check, debrief, ...heading } = read.data
  const told1 = (text: AnyText | undefined) => textIn(text, language)
  const choose = questions.find((one) => one.choose !== undefined)
  const evidence = questions.find((one) => one.evidence !== undefined)
  const fix = questions.find((one) => one.fix !== undefined)
  const both = ({ text, because }: z.output<typeof answer>) => ({
    text: told1(text),
    because: told1(because),
  })
  return {
    opened: { id, source, language },
    title: told1(heading.lesson),
    level: heading.level,
    area: heading.area,
    minutes: heading.minutes,
    symptom: told1(told.symptom),
    who: told1(told.who),
    when: told1(told.when),
    scenario: typeof setup === 'string' ? '' : stringify(setup),
    causeStep: null,
    question: told1(choose?.choose),
    right: choose?.right === undefined ? { text: '', because: '' } : both(choose.right),
    wrong: (choose?.wrong ?? []).map(both),
    evidence: {
      text: told1(evidence?.evidence),
      otherwise: told1(evidence?.otherwise),
      accept: (evidence?.accept ?? []).flatMap((one) => draftProofOf(one, told1(one.because)) ?? []),
    },
    repair: { text: told1(fix?.fix), ...(repairOf(solve, check) ?? { steps: [], holds: [] }) },
    hints: hints.map(({ question: about = '', price, text }) => ({
      question: about,
      price,
      text: told1(text),
    })),
    cause: told1(debrief.cause),
    lookFirst: told1(debrief.lookFirst),
    moment: told1(debrief.moment.text),
    facts: debrief.facts.map(({ text, source: known, from }) => ({
      text: told1(text),
      source: known,
      from: told1(from),
    })),
    hidden: maySayHidden.filter((part) => access[part] === 'hidden'),
    asksForSentence: questions.some((one) => one.write !== undefined),
  }
}

/** The questions of a lesson that was opened, by their IDs. */
export function questionsOf({
  language,
  source,
}: NonNullable<LessonDraft['opened']>): Record<string, string> {
  const { data } = lesson.safeParse(parsed(source))
  return Object.fromEntries(
    (data?.questions ?? []).map(({ choose, evidence, fix, id, write, ...rest }) => {
      const asked = choose ?? evidence ?? fix ?? write ?? anyText.safeParse(rest.do).data
      return [id, textIn(asked, language) || id]
    }),
  )
}

/** The file with what was changed in the form since it was opened. */
export function changedLesson(draft: LessonDraft, words: { writeQuestion: string }): string {
  const { opened } = draft
  const before = opened === null ? null : draftOfLesson(opened.id, opened.source, opened.language)
  if (opened === null || before === null) return ''
  const old = lesson.parse(parsed(opened.source))
  const say = (text: AnyText | undefined, value: string) => withText(text, value, opened.language)
  const isSame = (key: keyof LessonDraft) => JSON.stringify(draft[key]) === JSON.stringify(before[key])
  const { told, debrief, access } = old
  const isScenarioSame = isSame('scenario') && draft.causeStep === null
  const moment = { ...debrief.moment, text: say(debrief.moment.text, draft.moment) }
  return stringify(
    {
      ...old,
      lesson: say(old.lesson, draft.title),
      level: draft.level,
      area: draft.area,
      minutes: draft.minutes,
      told: {
        ...told,
        symptom: say(told.symptom, draft.symptom),
        who: say(told.who, draft.who),
        when: say(told.when, draft.when),
      },
      access: {
        ...Object.fromEntries(
          Object.entries(access).filter(([part]) => !before.hidden.some((hidden) => hidden === part)),
        ),
        ...Object.fromEntries(draft.hidden.map((part) => [part, 'hidden'])),
      },
      setup: isScenarioSame ? old.setup : setupOf(draft),
      questions: changedQuestions(old, draft, before, say, words.writeQuestion),
      ...(draft.hints.some(filled) || old.hints.length > 0
        ? {
            hints: draft.hints.filter(filled).map((hint) => {
              const known = old.hints.find(({ text }) => textIn(text, opened.language) === hint.text)
              const index = draft.hints.indexOf(hint)
              const from = known ?? (draft.hints.length === old.hints.length ? old.hints[index] : undefined)
              return { ...hintSource(hint), text: say(from?.text, hint.text) }
            }),
          }
        : {}),
      ...(isSame('repair') ? {} : { solve: undefined, check: undefined, ...repairSource(draft.repair) }),
      debrief: {
        ...debrief,
        cause: say(debrief.cause, draft.cause),
        lookFirst: say(debrief.lookFirst, draft.lookFirst),
        moment,
        facts: draft.facts.filter(filled).map((fact, index) => ({
          ...fact,
          text: say(debrief.facts[index]?.text, fact.text),
          from: say(debrief.facts[index]?.from, fact.from),
        })),
      },
    },
    { lineWidth: 120 },
  )
}

function changedQuestions(
  { questions }: Lesson,
  draft: LessonDraft,
  before: LessonDraft,
  say: (text: AnyText | undefined, value: string) => AnyText,
  writeQuestion: string,
): object[] {
  const first = (key: 'choose' | 'evidence' | 'fix') => questions.find((one) => one[key] !== undefined)
  const [choose, evidence, fix] = [first('choose'), first('evidence'), first('fix')]
  const hasRepair = draft.repair.text.trim() !== ''
  const proof = draft.evidence.accept.length === 0 ? null : draft.evidence
  // The form may not be able to show all of them.
  const isAcceptSame = JSON.stringify(draft.evidence.accept) === JSON.stringify(before.evidence.accept)
  const kept = questions.flatMap((one): object[] => {
    if (one === choose) {
      const sayBoth = (old: z.output<typeof answer> | undefined, now: { text: string; because: string }) => ({
        ...old,
        text: say(old?.text, now.text),
        because: say(old?.because, now.because),
      })
      const wrong = draft.wrong.filter(filled)
      const isAsLong = wrong.length === one.wrong?.length
      return [
        {
          ...one,
          choose: say(one.choose, draft.question),
          right: sayBoth(one.right, draft.right),
          wrong: wrong.map((now, index) => {
            const at = isAsLong ? index : before.wrong.findIndex(({ text }) => text === now.text)
            return sayBoth(one.wrong?.[at], now)
          }),
          ...(fix === undefined && hasRepair ? { opens: openedForRepair(draft) } : {}),
        },
      ]
    }
    if (one === evidence) {
      if (proof === null) return []
      return [
        {
          ...one,
          evidence: say(one.evidence, proof.text),
          otherwise: say(one.otherwise, proof.otherwise),
          accept: isAcceptSame
            ? one.accept
            : proof.accept.map((now) => {
                const at = before.evidence.accept.findIndex((old) => isSameProof(old, now))
                const { because, ...rest } = one.accept?.[at] ?? { ...proofOf(now), because: now.because }
                return { ...rest, because: say(because, now.because.trim() || now.shown) }
              }),
        },
      ]
    }
    if (one === fix) return hasRepair ? [{ ...one, fix: say(one.fix, draft.repair.text) }] : []
    return one.write !== undefined && !draft.asksForSentence ? [] : [one]
  })
  return [
    ...(evidence === undefined && proof !== null
      ? [{ id: 'proof', evidence: proof.text, accept: proof.accept.map(proofOf), otherwise: proof.otherwise }]
      : []),
    ...kept,
    ...(fix === undefined && hasRepair ? [{ id: 'cure', fix: draft.repair.text }] : []),
    ...(draft.asksForSentence && !before.asksForSentence ? [{ id: 'customer', write: writeQuestion }] : []),
  ]
}

function parsed(source: string): unknown {
  try {
    return parse(source)
  } catch {
    // A file that somebody broke by hand cannot be shown.
    return null
  }
}

function textIn(text: AnyText | undefined, language: LessonLanguage): string {
  if (text === undefined || typeof text === 'string') return text ?? ''
  return text[language] ?? text.en
}

/** The text as it was, in the other languages, too. */
function withText(text: AnyText | undefined, value: string, language: LessonLanguage): AnyText {
  if (text === undefined || typeof text === 'string') return value
  return textIn(text, language) === value ? text : { ...text, [language]: value }
}

function draftProofOf({ because: _, ...what }: z.output<typeof proof>, because: string): DraftProof | null {
  const [[kind, value] = []] = Object.entries(what)
  const shown = typeof value === 'string' ? value : Object.values(Object(value)).join(' ')
  return draftProof.safeParse({ kind, value, shown, because }).data ?? null
}

function isSameProof(one: DraftProof, other: DraftProof): boolean {
  return one.kind === other.kind && JSON.stringify(one.value) === JSON.stringify(other.value)
}
