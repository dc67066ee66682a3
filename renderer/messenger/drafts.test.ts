import { expect, it } from 'vitest'
import { draftFor, keepDraft } from './drafts.ts'

const bob = 'sip:bob@corp.example'

it('keeps a draft for its conversation and its person only', () => {
  keepDraft('desk', 'alice', bob, 'half a sen')
  expect(draftFor('desk', 'alice', bob)).toBe('half a sen')
  expect(draftFor('desk', 'alice', 'sip:carol@corp.example')).toBe('')
  expect(draftFor('desk', 'carol', bob)).toBe('')
})

it('forgets a draft that was sent or emptied', () => {
  keepDraft('desk', 'alice', bob, 'hello')
  keepDraft('desk', 'alice', bob, '')
  expect(draftFor('desk', 'alice', bob)).toBe('')
})

it('forgets the oldest when there are too many', () => {
  keepDraft('desk', 'alice', bob, 'oldest')
  for (let count = 0; count < 500; count += 1) keepDraft('desk', `user${count}`, bob, 'later')
  expect(draftFor('desk', 'alice', bob)).toBe('')
  expect(draftFor('desk', 'user0', bob)).toBe('later')
})
