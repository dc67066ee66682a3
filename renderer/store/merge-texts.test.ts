import { expect, it } from 'vitest'
import { mergedTexts, textChanges } from './merge-texts.ts'

const base = 'name: x\nlab: {}\n\nsteps:\n  - login: alice\n  - wait: 1m\n  - login: bob\n'

it('takes both changes of a text where they are not in the same place', () => {
  const mine = base.replace('name: x', 'name: y # mine')
  const theirs = `${base}  - expect: { sessions: 2 }\n`
  expect(mergedTexts(base, mine, theirs)).toBe(theirs.replace('name: x', 'name: y # mine'))
  expect(mergedTexts(base, mine, base.replace('name: x', 'name: z'))).toBeNull()
  expect(mergedTexts(base, base, theirs)).toBe(theirs)
})

it('shows what differs', () => {
  expect(textChanges('a\nb\nc\n', 'a\nx\nc\n')).toEqual([
    { what: 'same', lines: ['a'] },
    { what: 'theirs', lines: ['b'] },
    { what: 'mine', lines: ['x'] },
    { what: 'same', lines: ['c'] },
  ])
})
