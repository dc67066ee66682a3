import { describe, expect, it } from 'vitest'
import { type Session, SessionTable } from './session-table.ts'

function session(pin: string, lastStatusAt: number): Session {
  return {
    id: `session of ${pin}`,
    pin,
    user: pin,
    openedAt: 0,
    lastStatusAt,
    lastActivityAt: lastStatusAt,
    statusIntervalMs: 60_000,
    isReconnecting: false,
    passwordCaching: false,
    connectivity: { sipAddress: '', server: '', transport: 'tls', expiresAt: 0, details: [] },
  }
}

function tableOf(...sessions: Session[]): SessionTable {
  const table = new SessionTable()
  for (const one of sessions) table.add(one)
  return table
}

const pins = (sessions: Session[]) => sessions.map((one) => one.pin)

describe('the session table', () => {
  it('finds sessions that have been silent for longer than the limit', () => {
    const table = tableOf(session('old', 1_000), session('edge', 2_000), session('new', 3_000))
    expect(pins(table.idle(7_000, 5_000))).toEqual(['old'])
  })

  it('finds sessions outside coverage at once, and each idle session only once', () => {
    const table = tableOf(session('silent', 0), session('tunnel', 9_000))
    table.setReachable('tunnel', false)
    table.setReachable('silent', false)
    table.setReachable('nobody', false)
    expect(pins(table.idle(9_000, 5_000)).sort()).toEqual(['silent', 'tunnel'])
    table.setReachable('tunnel', true)
    expect(pins(table.idle(9_000, 5_000))).toEqual(['silent'])
  })

  it('keeps the longest silent session first when status messages arrive', () => {
    const first = session('first', 0)
    const table = tableOf(first, session('second', 1_000))
    table.statusArrived(first, 8_000)
    expect(pins(table.idle(10_000, 5_000))).toEqual(['second'])
  })

  it("never counts the caller's own session or held place, nor anybody idle who logs in anew", () => {
    const table = tableOf(session('caller', 0), session('other', 0), session('tunnel', 9_000))
    table.setReachable('caller', false)
    const giveBack = table.hold('caller')
    table.hold('third')
    expect(table.countBeside('caller')).toBe(3)
    expect(pins(table.idle(10_000, 5_000))).toEqual(['other'])
    giveBack()
    giveBack()
    expect(table.countBeside('other')).toBe(3)
    expect(pins(table.idle(10_000, 5_000))).toEqual(['caller', 'other'])
  })

  it('releases a place only when neither session nor login needs it', () => {
    const table = new SessionTable()
    const giveBack = table.hold('a')
    const opened = session('a', 0)
    table.add(opened)
    giveBack()
    expect(table.countBeside('b')).toBe(1)
    table.remove(opened, 'user')
    expect(table.countBeside('b')).toBe(0)
  })
})
