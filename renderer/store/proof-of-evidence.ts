import { type EvidenceItem, keyedLists, type LabApi, type Snapshot, settingList } from '#contract'
import { frameFilter } from '../words/filter-value.ts'
import type { DraftProof } from './lesson-draft.ts'

type Proof = Pick<DraftProof, 'kind' | 'value' | 'shown'>

/**
 * What was pointed at, in words that still find it when the lesson is taken: numbers of frames and lines are others then.
 * @returns null if the lab no longer has it
 */
export async function proofOfEvidence(
  call: LabApi['call'],
  lab: Snapshot,
  item: EvidenceItem,
): Promise<Proof | null> {
  switch (item.kind) {
    case 'frame': {
      const answer = await call('traffic.layers', { number: item.number }).catch(() => null)
      return answer === null
        ? null
        : { kind: 'frame', value: frameFilter(answer.frame), shown: answer.frame.openedSummary }
    }
    case 'log': {
      const line = await logLine(call, item.number)
      return line === null ? null : { kind: 'log', value: line, shown: line }
    }
    case 'step': {
      const flow = lab.flows.find(({ id }) => id === item.flow)
      const step = flow?.steps.findLast((one) => one.step === item.step)
      if (flow === undefined || step === undefined) return null
      const { handheld } = flow
      const code = step.detail === null ? {} : { code: step.detail.code }
      return {
        kind: 'step',
        value: { handheld, step: item.step, outcome: step.outcome, ...code },
        shown: `${handheld}: ${item.step}, ${step.outcome}`,
      }
    }
    case 'session': {
      const session = keyedLists.sessions.get(lab.sessions, item.id)
      return session === undefined
        ? null
        : { kind: 'session', value: { handheld: session.handheld }, shown: session.handheld }
    }
    case 'setting': {
      const setting = settingList.find(({ apiKey }) => apiKey === item.key)
      return setting === undefined ? null : { kind: 'setting', value: setting.key, shown: setting.path }
    }
    case 'handheld':
      return { kind: 'handheld', value: item.name, shown: item.name }
    case 'user':
      return { kind: 'user', value: item.id, shown: item.id }
  }
}

/** A line of the log without time and thread, which another run does not repeat. */
async function logLine(call: LabApi['call'], number: number): Promise<string | null> {
  const page = await call('log.read', { count: 500 }).catch(() => null)
  const line = page?.lines.find((one) => one.number === number)
  return line === undefined ? null : line.text.replace(/^\[\d+\] \([^)]*\):\{[^}]*\} /, '')
}
