import type { LoginResult } from '#contract'
import { timeLimits } from '#contract'
import type { Clock, Timer } from '../clock/index.ts'

/** A login request that is sent and not answered: who waits for its result, and for how long. */
export class PendingLogin {
  readonly requestId: number
  /** The message that carried the request. */
  readonly messageId: number
  readonly flowId: string
  readonly user: string
  readonly password: string
  /** Whether the same user was signed in when it began, so that its acceptance continues that session. */
  readonly continues: boolean
  /** The client began it by itself. */
  readonly isAutomatic: boolean
  readonly #timer: Timer
  readonly #waiting: ((result: LoginResult) => void)[] = []

  constructor(
    login: Pick<
      PendingLogin,
      'requestId' | 'messageId' | 'flowId' | 'user' | 'password' | 'continues' | 'isAutomatic'
    >,
    clock: Clock,
    onTimedOut: () => void,
  ) {
    this.requestId = login.requestId
    this.messageId = login.messageId
    this.flowId = login.flowId
    this.user = login.user
    this.password = login.password
    this.continues = login.continues
    this.isAutomatic = login.isAutomatic
    this.#timer = clock.after(timeLimits.login.ms, onTimedOut)
  }

  /** Resolves when it ends, however it does. */
  result(): Promise<LoginResult> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  end(result: LoginResult): void {
    this.#timer.cancel()
    for (const resolve of this.#waiting.splice(0)) resolve(result)
  }
}
