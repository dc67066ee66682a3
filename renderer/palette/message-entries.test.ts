import { beforeEach, expect, it } from 'vitest'
import type { Snapshot } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { someHandheld } from '../bench/testing/some-handheld.ts'
import type { Run } from '../store/lab.tsx'
import { messageEntries } from './message-entries.ts'

const user = (id: string) => ({
  id,
  name: id,
  sipAddress: `sip:${id}@corp.example`,
  mayUseClient: true,
  isEnabled: true,
})
const snapshot: Snapshot = {
  ...emptySnapshot,
  users: [user('alice'), user('bob'), user('bert')],
  handhelds: [
    { ...someHandheld, name: 'desk', signedInUser: 'alice' },
    { ...someHandheld, name: 'drawer', state: 'signed-out', signedInUser: null },
  ],
}

let asked: unknown[] = []
beforeEach(() => {
  asked = []
})
const run: Run = async (_doing, name, input) => {
  asked.push([name, input])
  return undefined
}
const titles = (typed: string) => messageEntries(snapshot, typed, run).map((entry) => entry.title)

it('offers a message from each signed-in handheld to each user that the words begin', () => {
  expect(titles('send desk b').filter((title) => title.startsWith('Send'))).toEqual([
    'Send a message from desk to bob…',
    'Send a message from desk to bert…',
  ])
  expect(titles('drawer bob').filter((title) => title.startsWith('Send'))).toEqual([])
})

it('sends at once what is typed after the two names', () => {
  const entries = messageEntries(snapshot, 'send from desk to bob are you there', run)
  expect(entries[0]?.title).toBe('Send “are you there” from desk to bob')
  entries[0]?.run()
  expect(asked).toEqual([
    ['handheld.send', { name: 'desk', to: 'sip:bob@corp.example', text: 'are you there' }],
  ])
})

it('sets the presence of those who are signed in', () => {
  expect(titles('')).toContain('Presence of desk: Do not disturb')
  expect(titles('')).not.toContain('Presence of drawer: Busy')
})
