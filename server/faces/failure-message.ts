import type { ServerMessage } from '#contract'
import { asFailure, describeFailure, Failure } from '../base/index.ts'

/** What a face is told when a request with this ID failed. */
export function failureMessage(id: number, thrown: unknown): ServerMessage {
  return { type: 'failure', id, ...failureFields(thrown) }
}

/** What messages to a face say of a failure: for programs its code and facts, for people a sentence and the way out. */
export function failureFields(thrown: unknown) {
  const failure = asFailure(thrown)
  const isNamed = failure instanceof Failure
  return {
    code: isNamed ? failure.code : 'unexpected',
    facts: isNamed ? { ...failure.facts } : {},
    message: describeFailure(failure),
    remedy: (isNamed ? failure.remedy : undefined) ?? null,
  }
}

export function badMessage(why: string): Failure {
  return new Failure('bad-message', { problem: why })
}
