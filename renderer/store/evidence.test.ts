import { expect, it } from 'vitest'
import type { EvidenceItem } from '#contract'
import { evidenceKey, parseEvidence } from './evidence.ts'

const each: readonly EvidenceItem[] = [
  { kind: 'frame', number: 12 },
  { kind: 'log', number: 3 },
  { kind: 'session', id: 's 1' },
  { kind: 'step', flow: 'login 7', step: '4a' },
  { kind: 'setting', key: 'maximumSessions' },
  { kind: 'user', id: 'alice' },
  { kind: 'handheld', name: 'Alice’s second device' },
]

it.each(each)('writes $kind as one word, and reads it again', (evidence) => {
  expect(parseEvidence(evidenceKey(evidence))).toEqual(evidence)
})

it.each(['', 'frame', 'frame x', 'step 4a', 'anything else'])('reads nothing from “%s”', (key) => {
  expect(parseEvidence(key)).toBeNull()
})
