import { expect, it } from 'vitest'
import { type FrameView, hops, parseFrameFilter, readable } from '#contract'
import { wordsOf } from '#words'
import { hopWords } from '../words/words.ts'

const frame: FrameView = {
  number: 1,
  at: 0,
  hop: '',
  direction: 'up',
  handheld: 'alice',
  protocol: 'Envelope',
  sizeBytes: 200,
  isEncrypted: true,
  summary: 'Packet 1 of 1',
  openedSummary: 'login-request: alice',
  flow: null,
  step: null,
  session: null,
  user: null,
  callId: null,
}

it.each(hops)('a filter knows hop %s by the words that the window has for it', (hop) => {
  for (const word of [hopWords(wordsOf('en').labels, hop).full, hopWords(wordsOf('en').labels, hop).short]) {
    const filter = parseFrameFilter(`hop:"${word}"`)
    if (filter.problem !== null) throw new Error(filter.problem)
    expect(hops.filter((one) => filter.test(readable({ ...frame, hop: one }, false)))).toEqual([hop])
  }
})
