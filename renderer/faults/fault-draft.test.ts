import { describe, expect, it } from 'vitest'
import { faultKindsAt, faultPlaces } from '#contract'
import { movedTo, readDraft } from './fault-draft.ts'

const draft = { at: 'directory', kind: 'latency', instance: '', typed: {} } as const

describe('a fault as somebody types it', () => {
  it('has the defaults of its kind where nothing is typed, at every place and of every kind', () => {
    for (const at of faultPlaces) {
      for (const kind of faultKindsAt(at)) {
        expect(readDraft({ ...draft, at, kind })).toMatchObject({ fault: { at, kind } })
      }
    }
  })

  it('reads times, chances and numbers as people write them', () => {
    const typed = { delay: '15 s', jitter: '250ms', probability: '50 %', first: '3', for: '2m' }
    expect(readDraft({ ...draft, typed })).toEqual({
      fault: {
        ...{ at: 'directory', kind: 'latency', delay: 15_000, jitter: 250 },
        ...{ probability: 0.5, first: 3, for: 120_000 },
      },
    })
    expect(readDraft({ ...draft, kind: 'bandwidth', typed: { rate: '40 kbit' } })).toMatchObject({
      fault: { rate: 40_000 },
    })
    expect(readDraft({ ...draft, kind: 'bandwidth', typed: { rate: '9600' } })).toMatchObject({
      fault: { rate: 9_600 },
    })
    expect(readDraft({ ...draft, kind: 'answer', typed: { code: '52e' } })).toMatchObject({
      fault: { code: '52e' },
    })
  })

  it('names what is of no use', () => {
    const reading = readDraft({ ...draft, typed: { delay: 'long', first: '0', probability: '120' } })
    expect('wrong' in reading && reading.wrong.map(({ name }) => name)).toEqual([
      'delay',
      'probability',
      'first',
    ])
  })

  it('keeps its kind at another place that has it, and takes another one elsewhere', () => {
    expect(movedTo(draft, 'database').kind).toBe('latency')
    expect(movedTo(draft, 'service').kind).toBe(faultKindsAt('service')[0])
  })
})
