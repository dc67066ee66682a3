import { describe, expect, it } from 'vitest'
import { languageOf, systemLanguage } from './index.ts'

describe('the language', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['de_DE.UTF-8', 'de'],
    ['DE', 'de'],
    ['en-GB', 'en'],
    ['C.UTF-8', 'en'],
    ['POSIX', 'en'],
    ['fr_FR.UTF-8', 'en'],
    ['den', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ] as const)('of the tag %s is %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language)
  })

  it.each([
    [{ LC_ALL: 'de_DE.UTF-8', LC_MESSAGES: 'en_GB', LANG: 'en_GB' }, 'de'],
    [{ LC_ALL: '', LC_MESSAGES: 'de_CH', LANG: 'en_GB' }, 'de'],
    [{ LANG: 'de_DE' }, 'de'],
    [{ LC_ALL: 'C', LANG: 'de_DE' }, 'en'],
    [{}, 'en'],
  ] as const)('of the environment %j is %s', (environment, language) => {
    expect(systemLanguage(environment)).toBe(language)
  })
})
