import { expect, test } from 'vitest'
import type { FrameView } from '#contract'
import { MessageTrips } from './message-trips.ts'

const hops = [
  { id: 'handheld-dispatcher', from: 'handheld', to: 'dispatcher' },
  { id: 'dispatcher-service', from: 'dispatcher', to: 'service' },
].map((hop) => ({
  ...hop,
  protocol: '',
  port: 0,
  plainPort: 0,
  description: '',
  carriesPasswords: false,
}))

function frame(number: number, change: Partial<FrameView>): FrameView {
  return {
    number,
    at: number,
    hop: 'dispatcher-service',
    direction: 'down',
    handheld: 'bob',
    protocol: 'JSON',
    sizeBytes: 40,
    isEncrypted: false,
    summary: '',
    openedSummary: '',
    flow: null,
    step: null,
    session: null,
    user: null,
    callId: null,
    ...change,
  }
}

const drawn = (trips: MessageTrips, one: FrameView, isReachable = true) =>
  trips.crossings(one, isReachable).map(({ direction, hop, label }) => `${hop} ${direction}: ${label}`)

test('a message crosses every hop up to the servers, and down to the other handheld', () => {
  const trips = new MessageTrips({ hops })
  const sent = frame(1, {
    direction: 'up',
    handheld: 'alice',
    toldOpened: { code: 'message-to', facts: { id: 1, who: 'sip:bob@corp.example' } },
  })
  expect(drawn(trips, sent)).toEqual([
    'handheld-dispatcher up: alice → bob',
    'dispatcher-service up: alice → bob',
  ])
  const behind = frame(2, { hop: 'service-communications', protocol: 'SIP', direction: 'up' })
  expect(drawn(trips, behind)).toEqual(['service-communications up: MESSAGE'])
  const received = frame(3, {
    toldOpened: { code: 'message-from', facts: { id: 1, who: 'sip:alice@corp.example' } },
  })
  expect(drawn(trips, received)).toEqual([
    'dispatcher-service down: alice → bob',
    'handheld-dispatcher down: alice → bob',
  ])
})

test('a message for a handheld outside coverage comes to it when the handheld confirms it', () => {
  const trips = new MessageTrips({ hops })
  const received = frame(1, {
    toldOpened: { code: 'message-from', facts: { id: 1, who: 'sip:alice@corp.example' } },
  })
  expect(drawn(trips, received, false)).toEqual(['dispatcher-service down: alice → bob'])
  const receipt = frame(2, { direction: 'up', toldOpened: { code: 'receipt', facts: { id: 1 } } })
  expect(drawn(trips, receipt)).toEqual(['handheld-dispatcher down: alice → bob'])
  expect(drawn(trips, receipt)).toEqual([])
})
