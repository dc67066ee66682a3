import {
  type Coverage,
  causeOf,
  type HandheldNotice,
  type HandheldState,
  type LinkView,
  type LoginResult,
  type SignedOutReason,
  timeLimits,
} from '#contract'
import type { Clock, Generator } from '../clock/index.ts'
import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import { type KeyRing, replayedCode } from '../dispatcher/index.ts'
import { type FlowReporter, flowIdOf } from '../traffic/index.ts'
import type { Radio, WirelessNetwork } from '../wireless/index.ts'
import { AutomaticLogin, type NextLogin } from './automatic-login.ts'
import { Messenger } from './messenger.ts'
import { Outbox } from './outbox.ts'
import { PacketCodec } from './packet-codec.ts'
import { PendingLogin } from './pending-login.ts'
import { StatusMessages } from './status-messages.ts'

export interface HandheldOptions {
  clock: Clock
  /** Its own. */
  generator: Generator
  network: WirelessNetwork
  flow: FlowReporter
  pin: string
  keys: KeyRing
  /** Anything that a person could see changed. */
  changed(): void
}

/** A logout has so long to arrive before the client says once more that a session is over. Invented. */
const sayAgainMs = 60_000

/** One emulated device: its radio, and its collaboration client as a state machine. */
export class Handheld {
  readonly pin: string
  readonly keys: KeyRing
  readonly messenger: Messenger
  reason: SignedOutReason | null = null
  lastStatus: LoginResult | null = null
  notice: HandheldNotice | null = null
  sendsStatus = true
  isOn = true
  flowId: string | null = null
  readonly #options: HandheldOptions
  readonly #radio: Radio
  readonly #codec: PacketCodec
  /** Whose session the client has; it stays until another login is accepted in its place, or it ends. */
  #signedInUser: string | null = null
  #nextRequestId = 1
  #pending: PendingLogin | null = null
  /** A login that the client gave up while the same user was signed in: accepted late, it took that session's place. */
  #givenUp: PendingLogin | null = null
  /** The session last opened; kept when signed out without a word of the service, to know its answer again. */
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
    if (this.#pending) return 'signing-in'
    return this.#signedInUser === null ? 'signed-out' : 'signed-in'
  }

  /** The user who is signing in, or else is signed in. */
  get user(): string | null {
    return this.#pending?.user ?? this.#signedInUser
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

  get waitingPackets(): number {
    return this.#radio.waitingPackets
  }

  /**
   * Steps 1 and 2: sends a login request. Resolves with its result, however it ends; one more meanwhile ends with it. A
   * session that the client has goes on until the login is accepted, and stays if it is not.
   */
  logIn(user: string, password: string): Promise<LoginResult> {
    const next = this.#automaticLogin.next
    // The person does it now.
    if (this.#signedInUser === null) this.#automaticLogin.forget()
    if (next && this.#pending?.isAutomatic) this.#answered('timed-out')
    if (this.#pending) return this.#pending.result()
    return this.#beginLogin(user, password, false)
  }

  #beginLogin(user: string, password: string, isAutomatic: boolean): Promise<LoginResult> {
    const requestId = this.#nextRequestId++
    const flowId = flowIdOf(this.pin, requestId)
    const { clock, flow } = this.#options
    this.flowId = flowId
    flow.began({ id: flowId, pin: this.pin, user })
    const code = isAutomatic ? 'credentials-cached' : 'credentials-typed'
    flow.step(flowId, '1', 'done', { code, facts: { user } })
    const { messageId, packets } = this.#codec.pack({ type: 'login-request', id: requestId, user, password })
    if (!this.#transmit(packets)) {
      flow.step(flowId, '2', 'refused', { code: this.#whyNothingLeaves(), facts: {} })
      this.#finishLogin(flowId, 'no-coverage')
      return Promise.resolve('no-coverage')
    }
    const sizeBytes = packets.reduce((sum, packet) => sum + packet.length, 0)
    flow.step(flowId, '2', 'done', {
      code: 'request-sent',
      facts: { packets: packets.length, sizeBytes },
    })
    this.reason = null
    this.notice = null
    const continues = user === this.#signedInUser
    const pending = new PendingLogin(
      { requestId, messageId, flowId, user, password, continues, isAutomatic },
      clock,
      () => this.#gaveUp(),
    )
    this.#pending = pending
    const result = pending.result()
    this.#options.changed()
    return result
  }

  /** Ends the session, and gives up the login that is under way. */
  logOut(): void {
    this.#automaticLogin.forget()
    if (this.#pending) this.#answered('timed-out')
    this.#givenUp = null
    if (this.#signedInUser !== null) this.#giveUpSession()
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
   * To the service, no power is no coverage. The client starts without a session, and what it then says first of all is that
   * the one it had is over.
   */
  setPower(isOn: boolean): void {
    if (isOn === this.isOn) return
    this.isOn = isOn
    // First of all: what ends below can no longer be sent.
    this.#radio.setPower(isOn)
    if (!isOn) {
      this.#automaticLogin.forget()
      if (this.#pending) this.#answered('timed-out')
      this.#givenUp = null
      this.#status.stop()
      this.messenger.forget()
      this.#giveUpSession()
      this.#outbox.clear()
      this.#signedInUser = null
      this.reason = null
      this.notice = null
    }
    this.#options.changed()
  }

  /** Sends what no client would; the person at the handheld is no part of it. @returns false outside coverage */
  sendCrafted(content: DeviceContent): boolean {
    return this.#send(content)
  }

  /** The device leaves the lab. */
  remove(): void {
    this.#automaticLogin.forget()
    if (this.#signedInUser !== null) this.logOut()
    if (this.#pending) this.#answered('timed-out')
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
      if (received.kind === 'content') this.#take(received.content)
      // That somebody sent again what this handheld had sent is nothing to the person; the first one was taken.
      if (received.kind === 'error' && received.code !== replayedCode) {
        this.notice = { code: 'unreadable-at-server', facts: { cause: received.text } }
        if (this.#pending?.messageId === received.messageId) this.#answered('unavailable')
      }
    } catch (error) {
      this.notice = { code: 'unreadable-packet', facts: { cause: causeOf(error) } }
    }
    this.#options.changed()
  }

  #take(content: ServiceContent): void {
    switch (content.type) {
      case 'login-accepted':
        return this.#takeAcceptance(content)
      case 'login-rejected':
        if (content.id === this.#pending?.requestId) this.#answered(content.status)
        return
      case 'logged-out':
        if (content.session !== this.#session) return
        // A login that is under way goes on; without this session there is none to stay if it is refused.
        if (this.#pending) {
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
          this.#sayItIsOver(content.session)
        return this.messenger.receive(content)
    }
  }

  /** The service did not hear that a session is over: who writes to it would wait for ever. */
  #sayItIsOver(session: string): void {
    const now = this.#options.clock.now()
    if (this.#lastLogout?.session === session && now - this.#lastLogout.at < sayAgainMs) return
    this.#logOutOf(session)
  }

  #logOutOf(session: string): void {
    this.#lastLogout = { session, at: this.#options.clock.now() }
    this.#outbox.send({ type: 'logout', session, taken: this.messenger.lastReceivedIn(session) })
  }

  #takeAcceptance(content: Extract<ServiceContent, { type: 'login-accepted' }>): void {
    if (this.#pending && content.id === this.#pending.requestId) {
      this.#openSession(content, this.#pending)
      return this.#answered('accepted')
    }
    if (content.id === this.#givenUp?.requestId) {
      // The service has put this session in the place of the one that the client had.
      this.#openSession(content, this.#givenUp)
      if (this.#pending) return
      this.reason = null
      this.notice = null
      return
    }
    // The client gave this login up: nobody would keep the session.
    if (content.session === this.#session) return
    this.#send({ type: 'logout', session: content.session, taken: 0 })
  }

  #openSession(
    accepted: Extract<ServiceContent, { type: 'login-accepted' }>,
    { user, password }: { user: string; password: string },
  ): void {
    this.#automaticLogin.signedIn(user, password)
    this.#automaticLogin.isAllowed = accepted.passwordCaching
    this.#givenUp = null
    this.#session = accepted.session
    this.#signedInUser = user
    this.#status.intervalMs = accepted.statusIntervalMs
    this.#status.start()
    this.messenger.signedIn(accepted.session, accepted.sipAddress)
  }

  /** Nobody answered the login in time. */
  #gaveUp(): void {
    const { flow } = this.#options
    const seconds = timeLimits.login.ms / 1_000
    if (this.#pending) {
      flow.step(this.#pending.flowId, '7', 'skipped', { code: 'client-gave-up', facts: { seconds } })
    }
    this.#answered('timed-out')
  }

  #answered(result: LoginResult): void {
    const pending = this.#pending
    if (!pending) return
    this.#pending = null
    if (result === 'timed-out' && pending.continues) this.#givenUp = pending
    this.#finishLogin(pending.flowId, result)
    pending.end(result)
  }

  #finishLogin(flowId: string, result: LoginResult): void {
    this.lastStatus = result
    this.reason = result === 'accepted' || this.#signedInUser !== null ? null : result
    this.notice = result === 'accepted' ? null : endedBy(result)
    this.#options.flow.ended(flowId, result)
    this.#options.changed()
  }

  /** Nobody would keep the session: the service is told, now or when there is coverage again. */
  #giveUpSession(): void {
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
    // What was sent once goes first: the service takes a session's messages by rising number.
    this.messenger.backInCoverage()
    this.#outbox.flush()
    this.#automaticLogin.backInCoverage()
    // The client says at once that it is there. Invented.
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
