import { describe, expect, it } from 'vitest'
import { type FrameFilter, type FrameView, hops, parseFrameFilter } from '#contract'
import { wordsOf } from '#words'
import { hopWords } from '../words/words.ts'
import { goneFromTop, matchingFrames, type ShownTraffic } from './match-frame.ts'

function frame(number: number, parts: Partial<FrameView> = {}): FrameView {
  return {
    number,
    at: number,
    hop: 'handheld-dispatcher',
    direction: 'up',
    handheld: 'alice',
    protocol: 'Envelope',
    sizeBytes: 200,
    isEncrypted: true,
    summary: 'Packet 1 of 1',
    openedSummary: 'login-request: alice',
    ...parts,
  }
}

function filter(text: string): FrameFilter {
  const parsed = parseFrameFilter(text)
  if (parsed.problem !== null) throw new Error(parsed.problem)
  return parsed
}

const everything: ShownTraffic = { device: null, hop: null, filter: filter(''), isOpened: false }

describe('the traffic filter', () => {
  const frames = [
    frame(1),
    frame(2, { handheld: 'bob' }),
    frame(3, { hop: 'service-communications', protocol: 'SIP', openedSummary: 'REGISTER' }),
    frame(4, { handheld: null, protocol: 'SRP', summary: 'Challenge' }),
  ]
  const numbers = (shown: Partial<ShownTraffic>) =>
    matchingFrames(frames, { ...everything, ...shown }).map((one) => one.number)

  it('gives the same list back when it lets everything through', () => {
    expect(matchingFrames(frames, everything)).toBe(frames)
  })

  it('keeps to a device, a hop, and every word', () => {
    expect(numbers({ device: 'bob' })).toEqual([2])
    expect(numbers({ hop: 'service-communications' })).toEqual([3])
    expect(numbers({ filter: filter('envelope packet') })).toEqual([1, 2])
  })

  it('narrows what the choices of device and hop leave', () => {
    expect(numbers({ device: 'bob', filter: filter('packet') })).toEqual([2])
    expect(numbers({ hop: 'service-communications', filter: filter('-sip') })).toEqual([])
  })

  it.each(hops)('knows hop %s by the words that the window has for it', (hop) => {
    const all = hops.map((one, index) => frame(index, { hop: one }))
    for (const word of [
      hopWords(wordsOf('en').labels, hop).full,
      hopWords(wordsOf('en').labels, hop).short,
    ]) {
      expect(matchingFrames(all, { ...everything, filter: filter(`hop:"${word}"`) })).toEqual(
        all.filter((one) => one.hop === hop),
      )
    }
  })

  it('seeks inside the encryption only when that is shown', () => {
    expect(numbers({ filter: filter('register') })).toEqual([])
    expect(numbers({ filter: filter('register'), isOpened: true })).toEqual([3])
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
