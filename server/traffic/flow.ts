import type { FlowStep, LoginResult, StepDetail, StepOutcome } from '#contract'

/**
 * The parts report the progress of a login here. Each part reports its own steps; the flow's ID travels with the
 * request.
 */
export interface FlowReporter {
  began(flow: { id: string; pin: string; user: string }): void
  step(id: string, step: FlowStep, outcome: StepOutcome, detail: StepDetail): void
  ended(id: string, result: LoginResult): void
}

/** The ID of a login: the device, and the number that the device gave to its request. */
export function flowIdOf(pin: string, requestId: number): string {
  return `${pin}-${requestId}`
}
