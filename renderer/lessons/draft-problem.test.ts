import { expect, it } from 'vitest'
import { wordsOf } from '#words'
import { fieldOf } from './draft-problem.ts'

it.each([
  ['lesson', 'Title'],
  ['told.who', 'Who complains'],
  ['setup.steps[2].login', 'What happened'],
  ['questions[1].right.text', 'The cause'],
  ['questions[1].wrong[0].because', 'Why 1 is not it'],
  ['questions[0].accept[0].step', 'The proof'],
  ['hints[1].text', 'Hint 2'],
  ['debrief.facts[0].from', 'Where fact 1 is from'],
  ['something.else', 'something.else'],
])('says of %s what the form calls it: %s', (keyPath, field) => {
  expect(fieldOf(wordsOf('en').page, keyPath)).toBe(field)
})
