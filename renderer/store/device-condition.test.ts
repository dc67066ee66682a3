import { expect, it } from 'vitest'
import type { HandheldView, SessionView } from '#contract'
import { conditionOf, type DeviceCondition, type Facet } from './device-condition.ts'
import { someHandheld } from './testing/some-handheld.ts'
import { someSession } from './testing/some-session.ts'

const timeout = 300_000

interface Row {
  it: string
  handheld?: Partial<HandheldView>
  session?: Partial<SessionView> | null
  timeout?: number | null
  sign: Facet
  also?: Facet[]
  idle?: DeviceCondition['idle']
}

const rows: Row[] = [
  { it: 'is signed in and well', sign: 'signed-in' },
  {
    it: 'is signed out',
    handheld: { state: 'signed-out', reason: 'user' },
    session: null,
    sign: 'signed-out',
  },
  {
    it: 'was logged out as idle',
    handheld: { state: 'signed-out', reason: 'idle' },
    session: null,
    sign: 'signed-out',
  },
  {
    it: 'was refused',
    handheld: { state: 'signed-out', reason: 'server-busy' },
    session: null,
    sign: 'refused',
    also: ['signed-out'],
  },
  { it: 'is signing in', handheld: { state: 'signing-in' }, session: null, sign: 'signing-in' },
  {
    it: 'is in a tunnel',
    handheld: { coverage: 'none', waitingPackets: 2 },
    session: { isInCoverage: false },
    sign: 'no-coverage',
    also: ['signed-in', 'held'],
    idle: 'now',
  },
  {
    it: 'is in a tunnel, where nothing becomes idle',
    handheld: { coverage: 'none' },
    session: { isInCoverage: false },
    timeout: null,
    sign: 'no-coverage',
    also: ['signed-in'],
  },
  {
    it: 'sends no status messages',
    handheld: { sendsStatus: false },
    session: { lastStatusAt: 1_000 },
    sign: 'silent',
    also: ['signed-in'],
    idle: { at: 301_000 },
  },
  {
    it: 'has been logged out by the service, and does not know',
    handheld: { coverage: 'none', waitingPackets: 1 },
    session: null,
    sign: 'logged-out',
    also: ['no-coverage', 'signed-in', 'held'],
  },
  {
    it: 'has no power, whatever it was before',
    handheld: { isOn: false, state: 'off', coverage: 'none', unread: 3, sendsStatus: false },
    session: { lastStatusAt: 0 },
    sign: 'off',
    idle: { at: 300_000 },
  },
  { it: 'has something to read', handheld: { unread: 1 }, sign: 'signed-in', also: ['unread'] },
]

it.each(rows)('tells of one that $it', (row) => {
  const session = row.session === null ? undefined : { ...someSession, ...row.session }
  const condition = conditionOf(
    { ...someHandheld, ...row.handheld },
    session,
    row.timeout === undefined ? timeout : row.timeout,
  )
  expect(condition).toEqual({
    facets: [row.sign, ...(row.also ?? [])],
    sign: row.sign,
    idle: row.idle ?? null,
  })
})
