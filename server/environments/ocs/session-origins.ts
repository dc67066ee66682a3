import { type FrameOrigin, type LoginOrigins, sessionOrigin } from '../../traffic/index.ts'

/** Tells to which login or session the SIP messages of one session belong, for the tap. */
export class SessionOrigins {
  readonly #session: FrameOrigin
  /** Null once the login is over: refreshes of the registration belong to the session alone. */
  #login: LoginOrigins | null

  constructor(sessionId: string, user: string, login: LoginOrigins | null) {
    this.#session = sessionOrigin(sessionId, user)
    this.#login = login
  }

  /** Of a connection that is opened for the session. */
  get ofConnecting(): FrameOrigin {
    return this.#login?.at('4e') ?? this.#session
  }

  /** @param isRegister whether it is a REGISTER or an answer to one */
  of(direction: 'up' | 'down', isRegister: () => boolean): FrameOrigin {
    if (this.#login === null || !isRegister()) return this.#session
    return this.#login.at(direction === 'up' ? '5' : '6')
  }

  loginEnded(): void {
    this.#login = null
  }
}
