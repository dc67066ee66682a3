import type { FailureCode, FailureFacts } from '#contract'

/** Why a file cannot be shown as a ticket bundle. */
export class BundleProblem<C extends FailureCode = FailureCode> extends Error {
  readonly code: C
  readonly facts: FailureFacts[C]

  constructor(code: C, facts: FailureFacts[C]) {
    super(code)
    this.name = 'BundleProblem'
    this.code = code
    this.facts = facts
  }
}
