import { expect, it } from 'vitest'
import { someSession } from '../store/testing/some-session.ts'
import { afterPress, sessionsFor } from './session-order.ts'

const sessions = [
  { ...someSession, id: '1', user: 'load10', handheld: 'load10', lastStatusAt: 300 },
  { ...someSession, id: '2', user: 'Load2', handheld: 'load2', lastStatusAt: 100, isInCoverage: false },
  { ...someSession, id: '3', user: 'load1', handheld: 'reception', lastStatusAt: 200 },
]
const users = (...args: Parameters<typeof sessionsFor>) => sessionsFor(...args).map(({ user }) => user)

it('leaves them as they were opened', () => {
  expect(sessionsFor(sessions, null, '')).toBe(sessions)
})

it('orders them by a column, both ways', () => {
  expect(users(sessions, { column: 'user', isDescending: false }, '')).toEqual(['load1', 'Load2', 'load10'])
  expect(users(sessions, { column: 'user', isDescending: true }, '')).toEqual(['load10', 'Load2', 'load1'])
  expect(users(sessions, { column: 'idle', isDescending: true }, '')).toEqual(['Load2', 'load1', 'load10'])
  expect(users(sessions, { column: 'coverage', isDescending: false }, '')[0]).toBe('Load2')
})

it('finds them by user, device, PIN and address', () => {
  expect(users(sessions, null, 'RECEP')).toEqual(['load1'])
  expect(users(sessions, null, 'load 2100000a')).toHaveLength(3)
  expect(users(sessions, null, 'nobody')).toEqual([])
})

it('goes back to the order of opening at the third press', () => {
  const up = afterPress(null, 'idle')
  const down = afterPress(up, 'idle')
  expect([up, down, afterPress(down, 'idle')]).toEqual([
    { column: 'idle', isDescending: false },
    { column: 'idle', isDescending: true },
    null,
  ])
  expect(afterPress(down, 'user')).toEqual({ column: 'user', isDescending: false })
})
