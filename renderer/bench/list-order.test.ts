import { expect, it } from 'vitest'
import type { HandheldView } from '#contract'
import type { HandheldSort } from '../store/preferences.ts'
import { someHandheld } from '../store/testing/some-handheld.ts'
import { someSession } from '../store/testing/some-session.ts'
import { afterPress, orderedBy } from './list-order.ts'

const named = (name: string, change: Partial<HandheldView> = {}): HandheldView => ({
  ...someHandheld,
  name,
  user: name,
  signedInUser: null,
  ...change,
})
const handhelds = [
  named('load1', { coverage: 'good', waitingPackets: 2, user: 'user10' }),
  named('load2', { coverage: 'none', unread: 1, user: 'user9' }),
  named('load10', { coverage: 'weak', state: 'signed-out', link: 'edge', user: 'user1' }),
]
const names = ['load1', 'load2', 'load10']
const sessions = [
  { ...someSession, id: '1', handheld: 'load1', lastStatusAt: 500 },
  { ...someSession, id: '2', handheld: 'load2', lastStatusAt: 100 },
]

const up = (column: HandheldSort['column']) =>
  orderedBy({ column, isDescending: false }, names, { handhelds, sessions })

it('orders by each column', () => {
  expect(up('name')).toEqual(names)
  expect(up('user')).toEqual(['load10', 'load2', 'load1'])
  expect(up('state')).toEqual(['load2', 'load1', 'load10'])
  expect(up('coverage')).toEqual(['load2', 'load10', 'load1'])
  expect(up('link')).toEqual(['load2', 'load1', 'load10'])
  expect(up('session')).toEqual(['load2', 'load1', 'load10'])
  expect(up('held')).toEqual(['load2', 'load10', 'load1'])
})

it('turns round, and leaves those that are alike in natural order', () => {
  expect(orderedBy({ column: 'name', isDescending: true }, names, { handhelds, sessions })).toEqual([
    'load10',
    'load2',
    'load1',
  ])
  expect(orderedBy({ column: 'held', isDescending: true }, names, { handhelds, sessions })).toEqual([
    'load1',
    'load2',
    'load10',
  ])
})

it('leaves out who has been removed', () => {
  expect(
    orderedBy({ column: 'held', isDescending: false }, ['gone', 'load1'], { handhelds, sessions }),
  ).toEqual(['load1'])
})

it('sorts by what is pressed, and the other way round at the next press', () => {
  const byUser = afterPress({ column: 'name', isDescending: false }, 'user')
  expect(byUser).toEqual({ column: 'user', isDescending: false })
  expect(afterPress(byUser, 'user')).toEqual({ column: 'user', isDescending: true })
  expect(afterPress(byUser, 'unread')).toEqual({ column: 'unread', isDescending: true })
})
