import type { HandheldNotice, HandheldState, LoginResult, SignedOutReason } from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import type { FlowReporter } from '../traffic/index.ts'
import { AutomaticLogin, type NextLogin } from './automatic-login.ts'
import { LoginRequests } from './login-requests.ts'
import { Messenger } from './messenger.ts'
import { Outbox } from './outbox.ts'
import { StatusMessages } from './status-messages.ts'

export interface ClientOptions {
  clock: Clock
  generator: Generator
  flow: FlowReporter
  pin: string
  isReachable(): boolean
  /** Sends content from the device. @returns null if the device cannot reach the network */
  transmit(content: DeviceContent): { messageId: number; packets: readonly Uint8Array[] } | null
  whyNothingLeaves(): 'no-power' | 'network-down' | 'outside-coverage'
  /** Called when a visible property has changed. */
  changed(): void
}

/** Time after which the client repeats a logout that the service seems to have missed. Invented. */
const repeatLogoutMs = 60_000

/** The collaboration client on a handheld: signs in, keeps a session with status messages, and ends it. */
export class CollaborationClient {
  readonly messenger: Messenger
  reason: SignedOutReason | null = null
  lastStatus: LoginResult | null = null
  /** The notice that the handheld shows. */
  notice: HandheldNotice | null = null
  sendsStatus = true
  readonly #options: ClientOptions
  /** The user of the session. It stays until it ends, or until another login is accepted in its place. */
  #signedInUser: string | null = null
  /** The session that was opened last. */
  #session: string | null = null
  #lastLogout: { session: string; at: number } | null = null
  readonly #login: LoginRequests
  readonly #automaticLogin: AutomaticLogin
  readonly #status: StatusMessages
  readonly #outbox: Outbox

  constructor(options: ClientOptions) {
    const { changed, clock, flow, generator, isReachable, pin } = options
    this.#options = options
    this.#outbox = new Outbox((content) => this.#send(content))
    this.#status = new StatusMessages({ clock, send: () => this.#sendStatus(), onSent: changed })
    this.#automaticLogin = new AutomaticLogin({
      clock,
      generator,
      isReachable,
      logIn: (user, password) => this.#beginLogin(user, password, true),
      changed,
    })
    this.#login = new LoginRequests({
      clock,
      flow,
      pin,
      transmit: options.transmit,
      whyNothingLeaves: options.whyNothingLeaves,
      onSent: () => {
        this.reason = null
        this.notice = null
        changed()
      },
      onEnded: (result) => this.#loginEnded(result),
    })
    this.messenger = new Messenger({
      clock,
      outbox: this.#outbox,
      isReachable,
      changed,
      acted: () => {
        this.notice = null
      },
      notify: (notice) => {
        this.notice = notice
      },
    })
  }

  get state(): Exclude<HandheldState, 'off'> {
    if (this.#login.pending) return 'signing-in'
    return this.#signedInUser === null ? 'signed-out' : 'signed-in'
  }

  /** The user who is signing in, or else is signed in. */
  get user(): string | null {
    return this.#login.pending?.user ?? this.#signedInUser
  }

  get lastStatusSentAt(): number | null {
    return this.#status.lastSentAt
  }

  /** The next or current automatic login. Null: there is none. */
  get nextLogin(): NextLogin | null {
    return this.#automaticLogin.next
  }

  /** The flow of the login that was started last. */
  get flowId(): string | null {
    return this.#login.flowId
  }

  /**
   * Sends a login request (steps 1 and 2). Resolves with the result, whatever it is. A further call during a login gets the
   * result of that login. An existing session continues until the login is accepted, and stays if it is refused.
   */
  logIn(user: string, password: string): Promise<LoginResult> {
    const next = this.#automaticLogin.next
    // The person takes over from the client.
    if (this.#signedInUser === null) this.#automaticLogin.forget()
    if (next && this.#login.pending?.isAutomatic) this.#login.end('timed-out')
    return this.#login.pending ? this.#login.result() : this.#beginLogin(user, password, false)
  }

  #beginLogin(user: string, password: string, isAutomatic: boolean): Promise<LoginResult> {
    return this.#login.begin({ user, password, isAutomatic, continues: user === this.#signedInUser })
  }

  /** Ends the session, and gives up the login that is under way. */
  logOut(): void {
    this.#automaticLogin.forget()
    this.#login.end('timed-out')
    this.#login.forgetGivenUp()
    if (this.#signedInUser !== null) this.#leaveSession()
    this.#signOut('user')
  }

  setSendsStatus(sendsStatus: boolean): void {
    this.sendsStatus = sendsStatus
    this.#options.changed()
  }

  /** Call when the device has lost its power. The client forgets everything, and logs out of its session when the power is back. */
  powerLost(): void {
    this.#automaticLogin.forget()
    this.#login.end('timed-out')
    this.#login.forgetGivenUp()
    this.#status.stop()
    this.messenger.forget()
    this.#leaveSession()
    this.#outbox.clear()
    this.#signedInUser = null
    this.reason = null
    this.notice = null
  }

  /** Call when the device is in coverage again. */
  backInCoverage(): void {
    // Unconfirmed messages go first: the service accepts a session's messages in the order of their numbers.
    this.messenger.backInCoverage()
    this.#outbox.flush()
    this.#automaticLogin.backInCoverage()
    // Send a status message at once, so that the session does not count as idle. Invented.
    if (this.#signedInUser !== null) this.#status.sendNow()
  }

  /** Sends content that a correct client would not send, for attacks on the lab. @returns false outside coverage */
  sendCrafted(content: DeviceContent): boolean {
    return this.#send(content)
  }

  /** Ends all activity, because the device is removed from the lab. */
  stop(): void {
    this.#automaticLogin.forget()
    if (this.#signedInUser !== null) this.logOut()
    this.#login.end('timed-out')
    this.#status.stop()
  }

  /** Handles an error envelope: the Dispatcher could not decrypt or parse a message of this device. */
  receiveError({ messageId, text }: { messageId: number; text: string }): void {
    this.notice = { code: 'unreadable-at-server', facts: { cause: text } }
    if (this.#login.pending?.messageId === messageId) this.#login.end('unavailable')
  }

  /** Handles content from the service. */
  receive(content: ServiceContent): void {
    switch (content.type) {
      case 'login-accepted':
        return this.#handleAcceptance(content)
      case 'login-rejected':
        if (content.id === this.#login.pending?.requestId) this.#login.end(content.status)
        return
      case 'logged-out':
        if (content.session !== this.#session) return
        // A pending login continues. If it is refused, no session is left.
        if (this.#login.pending) {
          this.#automaticLogin.forget()
          return this.#endSession()
        }
        this.#signOut(content.reason)
        return this.#automaticLogin.sessionEnded(content.reason)
      case 'settings':
        if (content.session !== this.#session) return
        this.#automaticLogin.isAllowed = content.passwordCaching
        if (content.statusIntervalMs === this.#status.intervalMs) return
        this.#status.intervalMs = content.statusIntervalMs
        if (this.#signedInUser !== null) this.#status.start()
        return
      default:
        if (content.type === 'message' && content.session !== this.#session)
          this.#repeatLogout(content.session)
        return this.messenger.receive(content)
    }
  }

  /** Repeats a logout that the service missed; otherwise people who write to the session would wait for ever. */
  #repeatLogout(session: string): void {
    const now = this.#options.clock.now()
    if (this.#lastLogout?.session === session && now - this.#lastLogout.at < repeatLogoutMs) return
    this.#logOutOf(session)
  }

  #logOutOf(session: string): void {
    this.#lastLogout = { session, at: this.#options.clock.now() }
    this.#outbox.send({ type: 'logout', session, taken: this.messenger.lastReceivedIn(session) })
  }

  #handleAcceptance(content: Extract<ServiceContent, { type: 'login-accepted' }>): void {
    const { givenUp, pending } = this.#login
    if (pending && content.id === pending.requestId) {
      this.#openSession(content, pending)
      return this.#login.end('accepted')
    }
    if (content.id === givenUp?.requestId) {
      // The service has put this session in the place of the one that the client had.
      this.#openSession(content, givenUp)
      if (pending) return
      this.reason = null
      this.notice = null
      return
    }
    // Log out of a session whose login was given up; otherwise the service would keep it.
    if (content.session === this.#session) return
    this.#send({ type: 'logout', session: content.session, taken: 0 })
  }

  #openSession(
    accepted: Extract<ServiceContent, { type: 'login-accepted' }>,
    { user, password }: { user: string; password: string },
  ): void {
    this.#automaticLogin.signedIn(user, password)
    this.#automaticLogin.isAllowed = accepted.passwordCaching
    this.#login.forgetGivenUp()
    this.#session = accepted.session
    this.#signedInUser = user
    this.#status.intervalMs = accepted.statusIntervalMs
    this.#status.start()
    this.messenger.signedIn(accepted.session, accepted.sipAddress)
  }

  #loginEnded(result: LoginResult): void {
    this.lastStatus = result
    this.reason = result === 'accepted' || this.#signedInUser !== null ? null : result
    this.notice = result === 'accepted' ? null : endedBy(result)
    this.#options.changed()
  }

  /** Logs out of the session, now or when there is coverage again. */
  #leaveSession(): void {
    if (!this.#session) return
    this.#logOutOf(this.#session)
    this.#session = null
  }

  #endSession(): void {
    this.#status.stop()
    this.messenger.signedOut()
    this.#session = null
    this.#signedInUser = null
  }

  #signOut(reason: SignedOutReason): void {
    this.#endSession()
    this.reason = reason
    this.notice = reason === 'user' ? null : endedBy(reason)
    this.#options.changed()
  }

  #sendStatus(): boolean {
    return (
      this.sendsStatus && this.#session !== null && this.#send({ type: 'status', session: this.#session })
    )
  }

  #send(content: DeviceContent): boolean {
    return this.#options.isReachable() && this.#options.transmit(content) !== null
  }
}

function endedBy(reason: SignedOutReason): HandheldNotice {
  return { code: 'ended', facts: { reason } }
}
