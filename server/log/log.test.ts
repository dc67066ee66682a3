import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LabEvent } from '#contract'
import { LogFiles } from './log-files.ts'
import { formatLogLine, type LogLine } from './log-line.ts'
import { LogReader } from './log-reader.ts'

const noon = Date.UTC(2011, 2, 12, 14, 3, 42, 315)
const line: LogLine = {
  component: 'BBIM',
  level: 3,
  number: 0,
  at: noon,
  text: '[ENV] text',
  isInvented: false,
}

describe('a line of the log', () => {
  it('has the documented format of the original', () => {
    expect(formatLogLine(line)).toBe('[30000] (03/12 14:03:42.315):{0x18CC} [ENV] text')
  })

  it('has the local time of the lab, also in the night when clocks are set back', () => {
    const before = Date.UTC(2012, 9, 28, 0, 59, 59, 999)
    const timeOf = (at: number) => /\((.*?)\)/.exec(formatLogLine({ ...line, at }, 'Europe/Berlin'))?.[1]
    expect([before, before + 1, before + 3_600_001].map(timeOf)).toEqual([
      '10/28 02:59:59.999',
      '10/28 02:00:00.000',
      '10/28 03:00:00.000',
    ])
  })

  it('marks invented lines', () => {
    expect(formatLogLine({ ...line, number: 75, isInvented: true })).toBe(
      '[30075] (03/12 14:03:42.315):{0x18CC} [ENV] text (invented)',
    )
  })

  it('stays one line, even when text from a peer has line breaks', () => {
    expect(formatLogLine({ ...line, text: 'a\r\n[10000] b' })).toMatch(/a \[10000\] b$/)
  })
})

describe('the events of a login', () => {
  const flow = {
    id: '2100000A-1',
    handheld: 'alice',
    pin: '2100000A',
    user: 'alice',
    startedAt: noon,
    endedAt: null,
    result: null,
    steps: [],
  }
  const facts = { sessions: 2, maximum: 2, capacity: 250 }
  const detail = { code: 'server-busy', facts } as const
  const step = { step: '4b', outcome: 'refused', at: noon, detail } as const
  const events: LabEvent[] = [
    { seq: 1, at: noon, type: 'flow', flow },
    { seq: 2, at: noon, type: 'flow-step', id: flow.id, step },
    {
      seq: 3,
      at: noon,
      type: 'flow',
      flow: { ...flow, steps: [step], endedAt: noon, result: 'server-busy' },
    },
  ]

  it('become a line for each step, and one for the result', () => {
    const reader = new LogReader()
    const lines = events.flatMap((event) =>
      event.type === 'flow' || event.type === 'flow-step' ? reader.linesOf(event) : [],
    )
    expect(lines.map((one) => `${one.component} ${formatLogLine(one)}`)).toEqual([
      'BBIM [20202] (03/12 14:03:42.315):{0x18CC} Step 4b refused, alice on alice (PIN 2100000A): 2 of at most 2 sessions and no idle session that could be logged out: Server Busy (invented)',
      'BBIM [20220] (03/12 14:03:42.315):{0x18CC} Login of alice on alice (PIN 2100000A): Server Busy (invented)',
    ])
  })
})

describe('log files', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bramble-log-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (...lines: LogLine[]) => {
    const files = new LogFiles(folder, 'UTC', (problem) => {
      throw problem
    })
    for (const one of lines) files.write(one)
    files.close()
  }

  it('are named as in the original, one for each component and day', () => {
    write(line, { ...line, component: 'DISP' }, { ...line, at: noon + 86_400_000 })
    expect(readdirSync(folder)).toEqual(['20110312', '20110313'])
    expect(readdirSync(join(folder, '20110312'))).toEqual([
      'BRAMBLE_BBIM_01_20110312_0001.txt',
      'BRAMBLE_DISP_01_20110312_0001.txt',
    ])
    expect(readdirSync(join(folder, '20110313'))).toEqual(['BRAMBLE_BBIM_01_20110313_0001.txt'])
  })

  it('get the next number at each restart, and do not change earlier files', () => {
    write(line)
    write({ ...line, text: 'again' })
    const day = join(folder, '20110312')
    expect(readFileSync(join(day, 'BRAMBLE_BBIM_01_20110312_0001.txt'), 'utf8')).toContain('[ENV] text')
    expect(readFileSync(join(day, 'BRAMBLE_BBIM_01_20110312_0002.txt'), 'utf8')).toContain('again')
  })

  it('of one start share a number, whichever components wrote before, and although another lab writes too', () => {
    write(line)
    const labs = [1, 2].map(() => new LogFiles(folder, 'UTC', () => {}))
    for (const component of ['ROUT', 'DISP', 'BBIM'] as const) {
      for (const files of labs) files.write({ ...line, component })
    }
    for (const files of labs) files.close()
    expect(readdirSync(join(folder, '20110312')).map((name) => name.replace('_01_20110312_', ' '))).toEqual([
      'BRAMBLE_BBIM 0001.txt',
      'BRAMBLE_BBIM 0002.txt',
      'BRAMBLE_BBIM 0003.txt',
      'BRAMBLE_DISP 0002.txt',
      'BRAMBLE_DISP 0003.txt',
      'BRAMBLE_ROUT 0002.txt',
      'BRAMBLE_ROUT 0003.txt',
    ])
  })

  it('report once that they cannot be written, and the lab continues', () => {
    const problems: string[] = []
    const files = new LogFiles('/dev/null/log', 'UTC', (problem) => problems.push(problem.code))
    files.write(line)
    files.write(line)
    expect(problems).toEqual(['log-not-written'])
  })
})
