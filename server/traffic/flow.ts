import type { FlowStep, LoginResult, StepDetail, StepOutcome } from '#contract'

/**
 * Where the parts report how a login gets on. Each reports the steps that it takes itself; the flow's id travels with the
 * request.
 */
export interface FlowReporter {
  began(flow: { id: string; pin: string; user: string }): void
  step(id: string, step: FlowStep, outcome: StepOutcome, detail: StepDetail): void
  ended(id: string, result: LoginResult): void
}

/** Names a login: the device, and the number that the device gave to its request. */
export function flowIdOf(pin: string, requestId: number): string {
  return `${pin}-${requestId}`
}
