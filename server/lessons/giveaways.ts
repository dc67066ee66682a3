import { settingList } from '#contract'
import type { KeyPath } from '../files/index.ts'
import type { LessonText } from './lesson-file.ts'
import { textIn } from './lesson-texts.ts'
import type { Lesson } from './read-lesson.ts'

type Tell = (path: KeyPath, text: string) => void

/** A right answer that is so much longer than every wrong one is recognised by that. */
const longestOfOthers = 1.6
/** So many of the words that only the right answer has are too many to be told before. */
const mostShare = 0.5
const leastWords = 2
const shortestWord = 5

/** Finds ways in which the cause could be read without working, as far as a program can judge. */
export function findGiveaways(lesson: Lesson, report: Tell): void {
  const { questions } = lesson.content
  for (const [index, question] of questions.entries()) {
    if (!('choose' in question)) continue
    const right = textIn('en', question.right.text)
    const wrong = question.wrong.map(({ text }) => textIn('en', text))
    const at = ['questions', index]
    if (right.length > longestOfOthers * Math.max(...wrong.map(({ length }) => length))) {
      report([...at, 'right', 'text'], 'the right answer is told by its length: make the wrong ones as long')
    }
    if (wrong.some((text) => text.trim().toLowerCase() === right.trim().toLowerCase())) {
      report([...at, 'wrong'], 'one of the wrong answers is the right one')
    }
    const own = without(wordsOf(right), new Set(wrong.flatMap((text) => [...wordsOf(text)])))
    for (const { path, text } of toldIn(lesson)) {
      const told = [...wordsOf(textIn('en', text))].filter((word) => own.has(word))
      if (told.length >= leastWords && told.length >= mostShare * own.size) {
        report(path, `this tells the right answer to ${question.id}: ${told.join(', ')}`)
      }
    }
    for (const [name, path] of namesIn(lesson)) {
      const word = [...own].find((one) => name.toLowerCase().includes(one))
      if (word !== undefined) report(path, `the name ${name} tells the right answer to ${question.id}`)
    }
  }
  findVisibleCauses(lesson, report)
}

function toldIn({ content }: Lesson): { path: KeyPath; text: LessonText }[] {
  const { lesson, told, introduction } = content
  return [
    { path: ['lesson'], text: lesson },
    { path: ['told', 'symptom'], text: told.symptom },
    { path: ['told', 'who'], text: told.who },
    { path: ['told', 'when'], text: told.when },
    ...(introduction === undefined ? [] : [{ path: ['introduction'], text: introduction }]),
  ]
}

function namesIn({ scenario }: Lesson): [string, KeyPath][] {
  return [
    ...scenario.roster.handhelds.map(({ name }): [string, KeyPath] => [name, ['setup', 'lab', 'handhelds']]),
    ...scenario.roster.users.map(({ id }): [string, KeyPath] => [id, ['setup', 'lab', 'users']]),
  ]
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  return new Set(words.filter(({ length }) => length >= shortestWord))
}

/** What brings the symptom about must not be on show before the cause has been asked for. */
function findVisibleCauses({ content, scenario, setup, pathOf }: Lesson, report: Tell): void {
  const asks = content.questions.some((question) => 'choose' in question)
  if (!asks) return
  const seen = (part: 'settings' | 'faults' | 'users') => content.access?.[part] !== 'hidden'
  const hidden = new Set(content.hiddenSettings ?? [])
  const withoutService = scenario.withoutCause?.lab.service
  const changed = Object.keys(withoutService ?? {}).filter((key) => {
    const before: unknown = Reflect.get(scenario.lab.service ?? {}, key)
    const after: unknown = Reflect.get(withoutService ?? {}, key)
    return JSON.stringify(before) !== JSON.stringify(after)
  })
  for (const key of changed) {
    if (seen('settings') && !hidden.has(key)) {
      report(
        ['setup', 'without', 'service', key],
        `the settings show this before the cause is asked for: hide ${key}`,
      )
    }
  }
  for (const { step, path } of setup) {
    if (step.cause !== true) continue
    if (step.fault !== undefined && seen('faults')) {
      report(
        [...pathOf(path), 'fault'],
        'the list of faults shows this before the cause is asked for: hide faults',
      )
    }
    if (step.user !== undefined && seen('users')) {
      report([...pathOf(path), 'user'], 'the users show this before the cause is asked for: hide users')
    }
    const keys = Object.keys(step.service ?? {}).flatMap(
      (key) => settingList.find((setting) => setting.apiKey === key || setting.key === key)?.key ?? key,
    )
    for (const key of keys) {
      if (seen('settings') && !hidden.has(key)) {
        report(
          [...pathOf(path), 'service'],
          `the settings show this before the cause is asked for: hide ${key}`,
        )
      }
    }
  }
}

function without(words: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...words].filter((word) => !others.has(word)))
}
