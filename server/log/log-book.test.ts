import { describe, expect, it } from 'vitest'
import type { LabEvent, LogQuery } from '#contract'
import { LogBook } from './log-book.ts'

const noon = Date.UTC(2011, 2, 12, 14, 3, 42, 315)
const all: LogQuery = { text: '', level: 5, component: null, flow: null, handheld: null }

function sessionClosed(id: number): LabEvent {
  return { seq: id, at: noon, type: 'session-closed', id: `s${id}`, handheld: 'alice', reason: 'idle' }
}

const notice: LabEvent = {
  seq: 1,
  at: noon,
  type: 'notice',
  notice: { at: noon, level: 'warning', part: 'lab', code: 'standstill', facts: {} },
}

describe('the log that the lab keeps', () => {
  it('begins with the start of its parts, in the form of the original', () => {
    const { lines, ...page } = new LogBook(noon).read(all, null, 10)
    expect(page).toEqual({ first: 0, end: 3, kept: 3, dropped: 0, from: 0 })
    expect(lines[1]).toEqual({
      ...{ number: 2, at: noon, component: 'DISP', level: 5, flow: null, handheld: null, session: null },
      text: '[50075] (03/12 14:03:42.315):{0x0D14} Starting BlackBerry Dispatcher',
    })
  })

  it('is searched by words, level, component, login and handheld', () => {
    const log = new LogBook(noon)
    log.receive(notice)
    log.receive(sessionClosed(1))
    const found = (query: Partial<LogQuery>) => log.read({ ...all, ...query }, null, 10).lines.length
    expect(found({})).toBe(5)
    expect(found({ text: 'STOOD lab still' })).toBe(1)
    expect(found({ text: 'lab nowhere' })).toBe(0)
    expect(found({ level: 2 })).toBe(1)
    expect(found({ component: 'DISP' })).toBe(1)
    expect(found({ handheld: 'alice' })).toBe(1)
    expect(found({ flow: 'other' })).toBe(0)
  })

  it('drops the oldest lines and says so; places of the others stay', () => {
    const log = new LogBook(noon, { most: 10 })
    for (let id = 1; id <= 4; id += 1) log.receive(sessionClosed(id))
    const before = log.read({ ...all, text: 'session s3' }, null, 10)
    expect(before).toMatchObject({ first: 0, end: 1 })
    expect(log.read({ ...all, handheld: 'alice' }, 2, 1)).toMatchObject({
      from: 2,
      lines: [{ session: 's3' }],
    })
    for (let id = 5; id <= 40; id += 1) log.receive(sessionClosed(id))
    const page = log.read({ ...all, handheld: 'alice' }, null, 3)
    expect(page).toMatchObject({ first: 4, end: 14, kept: 10, dropped: 33, from: 11 })
    expect(page.lines.map(({ session }) => session)).toEqual(['s38', 's39', 's40'])
    expect(log.read({ ...all, handheld: 'alice' }, 0, 2)).toMatchObject({
      from: 4,
      lines: [{ session: 's31' }, { session: 's32' }],
    })
    expect(log.read({ ...all, text: 'session s3' }, null, 100)).toMatchObject({ first: 1, end: 10 })
  })
})
