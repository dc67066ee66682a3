import { expect, it } from 'vitest'
import type { FrameView } from '#contract'
import { rowColours } from './row-colours.ts'

const frame: FrameView = {
  number: 1,
  at: 0,
  hop: 'service-communications',
  direction: 'up',
  handheld: 'alice',
  protocol: 'SIP',
  sizeBytes: 700,
  isEncrypted: true,
  summary: 'TLS application data, 700 bytes',
  openedSummary: 'REGISTER sip:corp.example',
  flow: '2100000A-1',
  step: '5',
  session: 's-1',
  user: 'alice',
  callId: 'f00d',
}
const saved = (filter: string, colour: 'none' | 'red' | 'green') => ({ name: filter, filter, colour })

it('is the colour of the first saved filter that has one and matches', () => {
  const filters = [
    saved('sip', 'none'),
    saved('step:4d', 'red'),
    saved('step:5', 'green'),
    saved('sip', 'red'),
  ]
  expect(rowColours(filters, false)?.(frame)).toBe('green')
  expect(rowColours(filters, false)?.({ ...frame, step: null, protocol: 'TLS' })).toBeUndefined()
})

it('looks inside only while the encryption is open', () => {
  const filters = [saved('method:REGISTER', 'red')]
  expect([false, true].map((isOpened) => rowColours(filters, isOpened)?.(frame))).toEqual([undefined, 'red'])
})

it('is nothing at all without a filter that can colour', () => {
  expect(rowColours([], false)).toBeNull()
  expect(rowColours([saved('body:x', 'red'), saved('(sip', 'red'), saved('sip', 'none')], true)).toBeNull()
})
