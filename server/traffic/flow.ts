import type { FlowStep, LoginResult, StepDetail, StepOutcome } from '#contract'
import type { FrameOrigin } from './frame.ts'

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

/** Makes the origins of a login's frames: one object a step, however many frames share it. */
export class LoginOrigins {
  readonly #login: Omit<FrameOrigin, 'step'>
  /** Few enough to search; a Map would take as much memory as all of them. */
  #origins: readonly FrameOrigin[] = []

  constructor(login: { flow: string; user: string; session: string | null }) {
    this.#login = login
  }

  at(step: FlowStep): FrameOrigin {
    const known = this.#origins.find((one) => one.step === step)
    if (known) return known
    const { flow, session, user } = this.#login
    const origin = { flow, step, session, user }
    // A copy: `push` would make room for 16 more.
    this.#origins = [...this.#origins, origin]
    return origin
  }
}

/** The origin of a session's frames after its login. */
export function sessionOrigin(session: string, user: string | null): FrameOrigin {
  return { flow: null, step: null, session, user }
}

/** The origin of a session's status messages. */
export function statusOrigin(session: string, user: string | null): FrameOrigin {
  return { flow: null, step: null, session, user, isStatus: true }
}
