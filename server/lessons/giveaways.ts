import { type LessonLanguage, lessonLanguages, settingList } from '#contract'
import type { KeyPath } from '../files/index.ts'
import { isWrittenIn, type PlacedText, textIn, textsOf } from './lesson-texts.ts'
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
  for (const language of lessonLanguages) {
    if (isWrittenIn(language, lesson.content)) findInTexts(lesson, language, report)
  }
  findVisibleCauses(lesson, report)
}

/** A lesson that has a title in another language has all its texts in it, and none has more than the title. */
export function findMissingTexts({ content }: Lesson, report: Tell): void {
  for (const language of lessonLanguages) {
    const isWritten = isWrittenIn(language, content)
    for (const { path, text } of textsOf(content)) {
      const isThere = language === 'en' || (typeof text !== 'string' && text[language] !== undefined)
      if (isThere === isWritten) continue
      report(
        path,
        isWritten
          ? `the title has a part in the language ${language}, and this has none: expected { en, ${language} }`
          : `this has a part in the language ${language}, and the title has none`,
      )
    }
  }
}

function findInTexts(lesson: Lesson, language: LessonLanguage, report: Tell): void {
  const { questions } = lesson.content
  for (const [index, question] of questions.entries()) {
    if (!('choose' in question)) continue
    const right = textIn(language, question.right.text)
    const wrong = question.wrong.map(({ text }) => textIn(language, text))
    const at = ['questions', index]
    if (right.length > longestOfOthers * Math.max(...wrong.map(({ length }) => length))) {
      report([...at, 'right', 'text'], 'the right answer is told by its length: make the wrong ones as long')
    }
    if (wrong.some((text) => isSameText(text, right))) {
      report([...at, 'wrong'], 'one of the wrong answers is the right one')
    }
    for (const [place, text] of wrong.entries()) {
      if (wrong.findIndex((one) => isSameText(one, text)) === place) continue
      report([...at, 'wrong', place, 'text'], 'this wrong answer stands above already')
    }
    const own = without(wordsOf(right), new Set(wrong.flatMap((text) => [...wordsOf(text)])))
    for (const { path, text } of toldIn(lesson)) {
      const told = [...wordsOf(textIn(language, text))].filter((word) => own.has(word))
      if (told.length >= leastWords && told.length >= mostShare * own.size) {
        report(path, `this tells the right answer to ${question.id}: ${told.join(', ')}`)
      }
    }
    for (const [name, path] of namesIn(lesson)) {
      const word = [...own].find((one) => name.toLowerCase().includes(one))
      if (word !== undefined) report(path, `the name ${name} tells the right answer to ${question.id}`)
    }
  }
}

/** The texts that a trainee has before the first question, and messages that people sent each other. */
function toldIn({ content, setup, pathOf }: Lesson): PlacedText[] {
  const sent = setup.flatMap(({ step, path }): PlacedText[] =>
    typeof step.send?.text === 'string'
      ? [{ path: [...pathOf(path), 'send', 'text'], text: step.send.text }]
      : [],
  )
  return [
    ...textsOf(content).filter(
      ({ path: [top] }) => top === 'lesson' || top === 'told' || top === 'introduction',
    ),
    ...sent,
  ]
}

function namesIn({ scenario }: Lesson): [string, KeyPath][] {
  return [
    ...scenario.roster.handhelds.map(({ name }): [string, KeyPath] => [name, ['setup', 'lab', 'handhelds']]),
    ...scenario.roster.users.flatMap(({ id, name }): [string, KeyPath][] => [
      [id, ['setup', 'lab', 'users']],
      [name, ['setup', 'lab', 'users']],
    ]),
  ]
}

function isSameText(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
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
