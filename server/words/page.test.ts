import { expect, it } from 'vitest'
import { languages, wordsOf } from './index.ts'

/** Every text of the page by its path; functions by their name, since what they say depends on what they are told. */
function textsIn(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return [[path, '(function)']]
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}/${key}`))
}

const pathsOf = (language: (typeof languages)[number]) =>
  textsIn(wordsOf(language).page)
    .map(([path]) => path)
    .filter((path) => !/\/(?:synonyms|fillers|messageWords)\//.test(path))

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
      "English",
      "Deutsch",
      "im",
      "Collaboration",
      "Name",
      "Server",
      "Dispatcher",
      "Comm. Server",
      "Dispatcher",
      "Collaboration Service",
    ]
  `)
})
