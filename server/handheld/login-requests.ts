import { type LoginResult, timeLimits } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'
import type { LoginRequest } from '../collaboration/index.ts'
import { type FlowReporter, flowIdOf } from '../traffic/index.ts'

export interface LoginRequestsOptions {
  clock: Clock
  flow: FlowReporter
  pin: string
  /** Sends a request. @returns null if the device cannot reach the network */
  transmit(request: LoginRequest): { messageId: number; packets: readonly Uint8Array[] } | null
  whyNothingLeaves(): 'no-power' | 'network-down' | 'outside-coverage'
  /** Called when a request was sent. */
  onSent(): void
  /** Called when a login has ended. */
  onEnded(result: LoginResult): void
}

/** A login request that was sent. */
export interface Login {
  readonly requestId: number
  /** The message that carried the request. */
  readonly messageId: number
  readonly flowId: string
  readonly user: string
  readonly password: string
  /** Whether the same user was signed in when it began, so that its acceptance continues that session. */
  readonly continues: boolean
  /** Whether it is an automatic login. */
  readonly isAutomatic: boolean
}

/** The client's login requests (steps 1 and 2), one at a time, with the time limit for the answer. */
export class LoginRequests {
  /** The flow of the login that began last. */
  flowId: string | null = null
  readonly #options: LoginRequestsOptions
  #nextRequestId = 1
  #pending: Login | null = null
  #givenUp: Login | null = null
  #timer: Timer | null = null
  /** Callbacks that wait for the result of the pending login. */
  #waiting: ((result: LoginResult) => void)[] = []

  constructor(options: LoginRequestsOptions) {
    this.#options = options
  }

  /** The login that waits for its answer. */
  get pending(): Login | null {
    return this.#pending
  }

  /** A login that the client gave up while the same user was signed in. If it is accepted late, it replaces that session. */
  get givenUp(): Login | null {
    return this.#givenUp
  }

  /** Resolves with the result of the pending login, whatever it is. */
  result(): Promise<LoginResult> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Sends a request. Call it only while none is pending. Resolves with the result, whatever it is. */
  begin(login: Pick<Login, 'user' | 'password' | 'continues' | 'isAutomatic'>): Promise<LoginResult> {
    const { clock, flow, pin, whyNothingLeaves } = this.#options
    const { user, password } = login
    const requestId = this.#nextRequestId++
    const flowId = flowIdOf(pin, requestId)
    this.flowId = flowId
    flow.began({ id: flowId, pin, user })
    const code = login.isAutomatic ? 'credentials-cached' : 'credentials-typed'
    flow.step(flowId, '1', 'done', { code, facts: { user } })
    const sent = this.#options.transmit({ type: 'login-request', id: requestId, user, password })
    if (!sent) {
      flow.step(flowId, '2', 'refused', { code: whyNothingLeaves(), facts: {} })
      this.#report(flowId, 'no-coverage')
      return Promise.resolve('no-coverage')
    }
    const { messageId, packets } = sent
    const sizeBytes = packets.reduce((sum, packet) => sum + packet.length, 0)
    flow.step(flowId, '2', 'done', { code: 'request-sent', facts: { packets: packets.length, sizeBytes } })
    this.#pending = { ...login, requestId, messageId, flowId }
    this.#timer = clock.after(timeLimits.login.ms, () => this.#giveUp())
    const result = this.result()
    this.#options.onSent()
    return result
  }

  /** Ends the pending login, if there is one. */
  end(result: LoginResult): void {
    const pending = this.#pending
    if (!pending) return
    this.#pending = null
    this.#timer?.cancel()
    if (result === 'timed-out' && pending.continues) this.#givenUp = pending
    this.#report(pending.flowId, result)
    for (const resolve of this.#waiting.splice(0)) resolve(result)
  }

  /** Call when a session was opened or has ended: a late acceptance of a given up login then replaces no session. */
  forgetGivenUp(): void {
    this.#givenUp = null
  }

  /** Ends the pending login after the time limit. */
  #giveUp(): void {
    const seconds = timeLimits.login.ms / 1_000
    const { flow } = this.#options
    if (this.#pending) {
      flow.step(this.#pending.flowId, '7', 'skipped', { code: 'client-gave-up', facts: { seconds } })
    }
    this.end('timed-out')
  }

  #report(flowId: string, result: LoginResult): void {
    this.#options.flow.ended(flowId, result)
    this.#options.onEnded(result)
  }
}
