import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { changedLesson, draftOfLesson, questionsOf } from './opened-lesson.ts'

const folder = join(import.meta.dirname, '../../server/library/lessons')
const words = { writeQuestion: 'What do you say?' }

function opened(name: string, language: 'en' | 'de' = 'en') {
  const source = readFileSync(join(folder, name), 'utf8')
  const draft = draftOfLesson(name.replace('.yaml', ''), source, language)
  if (draft === null) throw new Error(`${name} cannot be shown`)
  return { draft, source }
}

describe('a lesson that is opened in the form', () => {
  it.each(readdirSync(folder))('%s stays as it is where nothing is changed', (name) => {
    const { draft, source } = opened(name)
    expect(parse(changedLesson(draft, words))).toEqual(parse(source))
  })

  it('is changed in one language, and keeps what the form does not show', () => {
    const { draft, source } = opened('02-server-busy.yaml', 'de')
    expect(draft.title).toBe('Niemand chattet und doch kein Platz')
    expect(questionsOf({ id: '', source, language: 'de' }).cause).toContain('Warum?')
    const [first, ...others] = draft.wrong
    const changed = changedLesson(
      {
        ...draft,
        title: 'Kein Platz',
        wrong: others,
        hidden: ['log'],
        hints: draft.hints.map((hint) => ({ ...hint, price: 1 })),
      },
      words,
    )
    const lesson = parse(changed)
    expect(lesson.lesson).toEqual({ en: 'Nobody is chatting and still no room', de: 'Kein Platz' })
    expect(lesson.access).toEqual({ log: 'hidden', users: 'locked', coverage: 'locked' })
    expect(lesson.hints.map(({ price }: { price: number }) => price)).toEqual([1, 1, 1, 1, 1])
    expect(lesson.values).toEqual(parse(source).values)
    const cause = lesson.questions.find(({ id }: { id: string }) => id === 'cause')
    expect(cause).toMatchObject({ wrong: [{ issue: 3 }, { issue: 2 }, { issue: 24 }] })
    expect(first?.text).toContain('Zeitlimit')
  })

  it('gets a repair, or loses it', () => {
    const { draft } = opened('02-server-busy.yaml')
    const without = changedLesson({ ...draft, repair: { text: '', steps: [], holds: [] } }, words)
    expect(Object.keys(parse(without))).not.toContain('solve')
    const again = draftOfLesson('copy', without, 'en')
    const repair = { ...draft.repair, steps: [{ do: 'login' as const, what: 'x', value: '' }] }
    const lesson = parse(again === null ? '' : changedLesson({ ...again, repair }, words))
    expect(lesson.questions.map(({ id }: { id: string }) => id)).toEqual([
      ...['where', 'cause', 'proof', 'customer', 'cure'],
    ])
    expect(lesson.solve).toEqual([{ login: 'x' }])
  })
})

it('shows no lesson that is none', () => {
  expect(draftOfLesson('x', '{ not yaml', 'en')).toBeNull()
  expect(draftOfLesson('x', 'lesson: Only a title', 'en')).toBeNull()
})
