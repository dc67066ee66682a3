import { expect, it } from 'vitest'
import type { HandheldView } from '../../server/lab/api/index.ts'
import { matchesHandheld } from './match-handheld.ts'
import { someHandheld } from './testing/some-handheld.ts'

const handheld: HandheldView = {
  name: 'reception',
  pin: '2100000A',
  model: 'curve-8520',
  user: 'alice',
  state: 'signed-in',
  reason: null,
  lastStatus: 'accepted',
  notice: null,
  coverage: 'none',
  sendsStatus: true,
  isOn: true,
  cipher: 'aes-256',
  keyGeneration: 1,
  signedInUser: 'alice',
  lastStatusSentAt: null,
  waitingPackets: 0,
  link: null,
  flowId: null,
  presence: 'available',
  unread: 0,
  lastMessage: null,
  messengerRevision: 0,
}
const handheld: HandheldView = { ...someHandheld, coverage: 'none', unread: 2 }

it.each(['', 'recep', 'ALICE', '210000', 'signed in', 'no coverage', 'curve alice', 'unread'])(
  'is found by %j',
  (text) => {
    expect(matchesHandheld(handheld, text)).toBe(true)
  },
)

it.each(['bob', 'signed out', 'alice bold', 'busy'])('is not found by %j', (text) => {
  expect(matchesHandheld(handheld, text)).toBe(false)
})
