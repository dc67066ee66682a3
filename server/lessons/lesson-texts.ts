import type { LessonLanguage } from '#contract'
import type { KeyPath } from '../files/index.ts'
import type { LessonFile, LessonText } from './lesson-file.ts'

/** A text in a language; in English where it has no other. */
export function textIn(language: LessonLanguage, text: LessonText): string {
  return typeof text === 'string' ? text : (text[language] ?? text.en)
}

export interface PlacedText {
  path: KeyPath
  text: LessonText
}

/** Every text of a lesson that a trainee gets to read. */
export function textsOf({
  lesson,
  told,
  introduction,
  questions,
  hints = [],
  debrief,
}: LessonFile): PlacedText[] {
  const { cause, lookFirst, moment, facts } = debrief
  return [
    { path: ['lesson'], text: lesson },
    { path: ['told', 'symptom'], text: told.symptom },
    { path: ['told', 'who'], text: told.who },
    { path: ['told', 'when'], text: told.when },
    ...(introduction === undefined ? [] : [{ path: ['introduction'], text: introduction }]),
    ...questions.flatMap((question, index) => textsOfQuestion(question, ['questions', index])),
    ...hints.map(({ text }, index) => ({ path: ['hints', index, 'text'], text })),
    { path: ['debrief', 'cause'], text: cause },
    { path: ['debrief', 'lookFirst'], text: lookFirst },
    { path: ['debrief', 'moment', 'text'], text: moment.text },
    ...facts.map(({ text }, index) => ({ path: ['debrief', 'facts', index, 'text'], text })),
  ]
}

function textsOfQuestion(question: LessonFile['questions'][number], at: KeyPath): PlacedText[] {
  const { explanation } = question
  const found: PlacedText[] =
    explanation === undefined ? [] : [{ path: [...at, 'explanation'], text: explanation }]
  const add = (text: LessonText, ...path: KeyPath) => found.push({ path: [...at, ...path], text })
  if ('choose' in question) {
    add(question.choose, 'choose')
    add(question.right.text, 'right', 'text')
    add(question.right.because, 'right', 'because')
    for (const [index, { text, because }] of question.wrong.entries()) {
      add(text, 'wrong', index, 'text')
      add(because, 'wrong', index, 'because')
    }
  } else if ('evidence' in question) {
    add(question.evidence, 'evidence')
    add(question.otherwise, 'otherwise')
    for (const list of ['accept', 'refuse'] as const) {
      for (const [index, { because }] of (question[list] ?? []).entries())
        add(because, list, index, 'because')
    }
  } else if ('write' in question) add(question.write, 'write')
  else {
    if ('do' in question) add(question.do, 'do')
    else add(question.fix, 'fix')
    if (question.notYet !== undefined) add(question.notYet, 'notYet')
  }
  return found
}

/** Whether a lesson is written in a language: its title is. */
export function isWrittenIn(language: LessonLanguage, { lesson }: LessonFile): boolean {
  return language === 'en' || (typeof lesson !== 'string' && lesson[language] !== undefined)
}
