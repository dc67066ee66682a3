import {
  type Coverage,
  causeOf,
  type HandheldNotice,
  type HandheldState,
  type LinkView,
  type LoginResult,
  type SignedOutReason,
} from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import { type KeyRing, replayedCode } from '../dispatcher/index.ts'
import type { FlowReporter } from '../traffic/index.ts'
import type { Radio, WirelessNetwork } from '../wireless/index.ts'
import { AutomaticLogin, type NextLogin } from './automatic-login.ts'
import { LoginRequests } from './login-requests.ts'
import { Messenger } from './messenger.ts'
import { Outbox } from './outbox.ts'
import { PacketCodec } from './packet-codec.ts'
import { StatusMessages } from './status-messages.ts'

export interface HandheldOptions {
  clock: Clock
  /** Its own. */
  generator: Generator
  network: WirelessNetwork
  flow: FlowReporter
  pin: string
  keys: KeyRing
  /** Something that a person can see changed. */
  changed(): void
}

/** How long a logout may take to arrive before the client repeats it. Invented. */
const repeatLogoutMs = 60_000

/** One emulated device: its radio, and its collaboration client, which signs in, keeps a session and ends it. */
export class Handheld {
  readonly pin: string
  readonly keys: KeyRing
  readonly messenger: Messenger
  reason: SignedOutReason | null = null
  lastStatus: LoginResult | null = null
  notice: HandheldNotice | null = null
  sendsStatus = true
  isOn = true
  readonly #options: HandheldOptions
  readonly #radio: Radio
  readonly #codec: PacketCodec
  /** The user of the session. It stays until it ends, or until another login is accepted in its place. */
  #signedInUser: string | null = null
  readonly #login: LoginRequests
  /** The session that was opened last. */
  #session: string | null = null
  #lastLogout: { session: string; at: number } | null = null
  readonly #status: StatusMessages
  readonly #outbox: Outbox
  readonly #automaticLogin: AutomaticLogin

  constructor(options: HandheldOptions) {
    this.#options = options
    this.pin = options.pin
    this.keys = options.keys
    this.#codec = new PacketCodec(options.clock, options.pin, options.keys)
    this.#radio = options.network.join(options.pin, {
      onPacket: (packet) => this.#receive(packet),
      onReachabilityChanged: (isReachable) => {
        if (isReachable) this.#backInCoverage()
      },
      onWaitingChanged: () => options.changed(),
    })
    this.#outbox = new Outbox((content) => this.#send(content))
    this.#status = new StatusMessages({
      clock: options.clock,
      send: () => this.#sendStatus(),
      onSent: () => options.changed(),
    })
    this.#automaticLogin = new AutomaticLogin({
      clock: options.clock,
      generator: options.generator,
      isReachable: () => this.#radio.isReachable,
      logIn: (user, password) => this.#beginLogin(user, password, true),
      changed: () => options.changed(),
    })
    this.#login = new LoginRequests({
      clock: options.clock,
      flow: options.flow,
      pin: options.pin,
      transmit: (request) => {
        const packed = this.#codec.pack(request)
        return this.#transmit(packed.packets) ? packed : null
      },
      whyNothingLeaves: () => this.#whyNothingLeaves(),
      onSent: () => {
        this.reason = null
        this.notice = null
        options.changed()
      },
      onEnded: (result) => this.#loginEnded(result),
    })
    this.messenger = new Messenger({
      clock: options.clock,
      outbox: this.#outbox,
      isReachable: () => this.#radio.isReachable,
      changed: () => options.changed(),
      acted: () => {
        this.notice = null
      },
      notify: (notice) => {
        this.notice = notice
      },
    })
  }

  get state(): HandheldState {
    if (!this.isOn) return 'off'
    if (this.#login.pending) return 'signing-in'
    return this.#signedInUser === null ? 'signed-out' : 'signed-in'
  }

  /** The user who is signing in, or else is signed in. */
  get user(): string | null {
    return this.#login.pending?.user ?? this.#signedInUser
  }

  get coverage(): Coverage {
    return this.#radio.coverage
  }

  get link(): LinkView | null {
    return this.#radio.link
  }

  get lastStatusSentAt(): number | null {
    return this.#status.lastSentAt
  }

  /** The login that the client is going to begin by itself, or has begun; null: none. */
  get nextLogin(): NextLogin | null {
    return this.#automaticLogin.next
  }

  /** The flow of the login that was started last. */
  get flowId(): string | null {
    return this.#login.flowId
  }

  get waitingPackets(): number {
    return this.#radio.waitingPackets
  }

  /**
   * Steps 1 and 2: sends a login request. Resolves with its result, however it ends; one more meanwhile ends with it. A
   * session that the client has goes on until the login is accepted, and stays if it is not.
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

  setCoverage(coverage: Coverage): void {
    this.#radio.setCoverage(coverage)
    this.#options.changed()
  }

  setLink(link: LinkView | null): void {
    this.#radio.setLink(link)
    this.#options.changed()
  }

  setSendsStatus(sendsStatus: boolean): void {
    this.sendsStatus = sendsStatus
    this.#options.changed()
  }

  /**
   * To the service, no power is no coverage. The client starts without a session, and first logs out of the one that it had
   * before.
   */
  setPower(isOn: boolean): void {
    if (isOn === this.isOn) return
    this.isOn = isOn
    // Switch the radio off first, so that the clean-up below cannot send anything.
    this.#radio.setPower(isOn)
    if (!isOn) {
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
    this.#options.changed()
  }

  /** Sends content that no client would send, for attacks on the lab. @returns false outside coverage */
  sendCrafted(content: DeviceContent): boolean {
    return this.#send(content)
  }

  /** The device leaves the lab. */
  remove(): void {
    this.#automaticLogin.forget()
    if (this.#signedInUser !== null) this.logOut()
    this.#login.end('timed-out')
    this.#status.stop()
    this.#options.network.leave(this.pin)
  }

  #whyNothingLeaves(): 'no-power' | 'network-down' | 'outside-coverage' {
    if (!this.isOn) return 'no-power'
    return this.#radio.isInOutage ? 'network-down' : 'outside-coverage'
  }

  #receive(packet: Uint8Array): void {
    try {
      const received = this.#codec.unpack(packet)
      if (received.kind === 'content') this.#handle(received.content)
      // A replay of what this handheld sent does not concern the person: the original arrived.
      if (received.kind === 'error' && received.code !== replayedCode) {
        this.notice = { code: 'unreadable-at-server', facts: { cause: received.text } }
        if (this.#login.pending?.messageId === received.messageId) this.#login.end('unavailable')
      }
    } catch (error) {
      this.notice = { code: 'unreadable-packet', facts: { cause: causeOf(error) } }
    }
    this.#options.changed()
  }

  #handle(content: ServiceContent): void {
    switch (content.type) {
      case 'login-accepted':
        return this.#handleAcceptance(content)
      case 'login-rejected':
        if (content.id === this.#login.pending?.requestId) this.#login.end(content.status)
        return
      case 'logged-out':
        if (content.session !== this.#session) return
        // A pending login goes on. If it is refused, there is no session left to stay.
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

  /** The service missed the logout: without another one, those who write to the session would wait for ever. */
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

  #backInCoverage(): void {
    // Unconfirmed messages go first: the service accepts a session's messages in the order of their numbers.
    this.messenger.backInCoverage()
    this.#outbox.flush()
    this.#automaticLogin.backInCoverage()
    // A status message at once, so that the session does not count as idle. Invented.
    if (this.#signedInUser !== null) this.#status.sendNow()
  }

  #sendStatus(): boolean {
    return (
      this.sendsStatus && this.#session !== null && this.#send({ type: 'status', session: this.#session })
    )
  }

  #send(content: DeviceContent): boolean {
    return this.#radio.isReachable && this.#transmit(this.#codec.pack(content).packets)
  }

  #transmit(packets: readonly Uint8Array[]): boolean {
    return packets.every((packet) => this.#radio.send(packet))
  }
}

function endedBy(reason: SignedOutReason): HandheldNotice {
  return { code: 'ended', facts: { reason } }
}
