import { expect, it } from 'vitest'
import type { SessionView } from '#contract'
import { isIdle } from './idle.ts'

const session: SessionView = {
  id: '1',
  user: 'alice',
  handheld: 'alice',
  pin: '2100000A',
  isInCoverage: true,
  openedAt: 0,
  lastStatusAt: 1_000,
  lastActivityAt: 1_000,
  isReconnecting: false,
  connectivity: {
    sipAddress: 'sip:alice@corp.example',
    server: '127.0.0.1:5061',
    transport: 'tls',
    callId: 'c',
    expiresAt: 9_000,
  },
}

it('is idle outside coverage at once, and after the timeout limit inside', () => {
  const service = { idleTimeoutMs: 500 }
  expect(isIdle(session, service, 1_500)).toBe(false)
  expect(isIdle(session, service, 1_501)).toBe(true)
  expect(isIdle({ ...session, isInCoverage: false }, service, 1_000)).toBe(true)
})

it('is never idle without a timeout limit', () => {
  expect(isIdle({ ...session, isInCoverage: false }, { idleTimeoutMs: null }, 9_999_999)).toBe(false)
})
