import { describe, expect, it } from 'vitest'
import { filterKeys } from '../contract/index.ts'
import { failureWordsOverApi, languages, wordsOf } from './index.ts'

/** Every text of the page by its path; functions by their name, since what they say depends on what they are told. */
function textsIn(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return [[path, '(function)']]
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}/${key}`))
}

const pathsOf = (language: (typeof languages)[number]) =>
  textsIn(wordsOf(language).page)
    .map(([path]) => path)
    .filter((path) => !/\/(?:synonyms|fillers|messageWords|parts|filterKeys|conditions)\//.test(path))

it.each(languages)('has all words of the page in %s, and none too many', (language) => {
  expect(pathsOf(language)).toEqual(pathsOf('en'))
  const empty = textsIn(wordsOf(language).page).filter(([, text]) => text.trim() === '')
  expect(empty).toEqual([])
})

it('says in German only names as in English', () => {
  const english = new Map(textsIn(wordsOf('en').page))
  const same = textsIn(wordsOf('de').page).filter(
    ([path, text]) => text !== '(function)' && /[a-z]{2}/.test(text) && english.get(path) === text,
  )
  expect(same.map(([, text]) => text)).toMatchInlineSnapshot(`
    [
      "Handhelds",
      "Studio",
      "English",
      "Deutsch",
      "im",
      "Collaboration",
      "Name",
      "Name",
      "Handhelds",
      "Name",
      "Status",
      "Format",
      "pcapng",
      "Text",
      "Collaboration Service",
      "Communications Server",
      "Dispatcher",
      "Code",
      "Rate",
      "Version",
      "Name",
      "bindRequest",
      "Handheld",
      "Text",
      "Mermaid",
      "Handhelds",
      "Frame",
      "Handheld",
      "Server",
      "Dispatcher",
      "Comm. Server",
      "Dispatcher",
      "Collaboration Service",
      "Handhelds",
      "Studio",
    ]
  `)
})

it.each(languages)('reads each key of the filter back in %s', (language) => {
  const keys = filterKeys.map(({ name }) => name)
  expect(Object.keys(wordsOf(language).page.filter.conditions).sort()).toEqual(keys.sort())
})

it('explains each key of the filter in German', () => {
  const keys = filterKeys.map(({ name }) => name)
  expect(Object.keys(wordsOf('de').page.traffic.filterKeys).sort()).toEqual(keys.sort())
})

describe('a failure that came over the API', () => {
  const { failures } = wordsOf('de')

  it('is told in the language of the page', () => {
    const words = failureWordsOverApi(failures, 'unknown-handheld', { name: 'carol' })
    expect(words?.message).toBe('Es gibt kein Handheld carol')
  })

  it.each([
    ['a code of a newer version', 'not-yet-known', {}],
    ['a name that every object has', 'constructor', {}],
    ['facts that are none', 'unknown-handheld', null],
  ])('has no words here for %s', (_, code, facts) => {
    expect(failureWordsOverApi(failures, code, facts)).toBeNull()
  })
})
