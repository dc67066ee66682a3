import { describe, expect, it } from 'vitest'
import type { FrameView } from '../../server/lab/api/index.ts'
import { type FrameFilter, goneFromTop, matchingFrames } from './match-frame.ts'

function frame(number: number, parts: Partial<FrameView> = {}): FrameView {
  return {
    number,
    at: number,
    hop: 'handheld-dispatcher',
    direction: 'up',
    handheld: 'alice',
    protocol: 'GME',
    sizeBytes: 200,
    isEncrypted: true,
    summary: 'Packet 1 of 1',
    openedSummary: 'login-request: alice',
    ...parts,
  }
}

const everything: FrameFilter = { device: null, hop: null, text: '', isOpened: false }

describe('the traffic filter', () => {
  const frames = [
    frame(1),
    frame(2, { handheld: 'bob' }),
    frame(3, { hop: 'service-communications', protocol: 'SIP', openedSummary: 'REGISTER' }),
    frame(4, { handheld: null, protocol: 'SRP', summary: 'Challenge' }),
  ]
  const numbers = (filter: Partial<FrameFilter>) =>
    matchingFrames(frames, { ...everything, ...filter }).map((one) => one.number)

  it('gives the same list back when it lets everything through', () => {
    expect(matchingFrames(frames, everything)).toBe(frames)
  })

  it('keeps to a device, a hop, and every word', () => {
    expect(numbers({ device: 'bob' })).toEqual([2])
    expect(numbers({ hop: 'service-communications' })).toEqual([3])
    expect(numbers({ text: 'gme packet' })).toEqual([1, 2])
  })

  it('seeks inside the encryption only when that is shown', () => {
    expect(numbers({ text: 'register' })).toEqual([])
    expect(numbers({ text: 'register', isOpened: true })).toEqual([3])
  })
})

describe('rows that went from the top of a bounded list', () => {
  const before = [frame(1), frame(2), frame(3)]

  it('are counted', () => {
    expect(goneFromTop(before, before)).toBe(0)
    expect(goneFromTop(before, [frame(3), frame(4)])).toBe(2)
  })

  it('are all of them when nothing is left, or only newer ones', () => {
    expect(goneFromTop(before, [])).toBe(3)
    expect(goneFromTop(before, [frame(9)])).toBe(3)
  })
})
