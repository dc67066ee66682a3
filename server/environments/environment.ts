import type { EnvironmentFlow, MessageReason, Person, Presence, Transport } from '#contract'
import { Failure, type FailureCode } from '../base/index.ts'

/**
 * A kind of server for instant messages, as the Collaboration Service reaches it. An environment reports the steps of a login
 * that it takes itself, and calls the listener that it was opened with for whatever happens to a session later.
 */
export interface Environment {
  /** What its logins go through beside handheld, Dispatcher and service. */
  readonly flow: EnvironmentFlow
  /** Who finds out whether a password is right: the directory in step 4d, or the environment while it registers the user. */
  readonly whoChecksPasswords: 'directory' | 'environment'
  /**
   * Opens the connection that the session is to use, or reuses one. Reports the step.
   * @throws Failure where there is no connection to be had
   */
  connect(login: Pick<EnvironmentLogin, 'flowId' | 'sessionId'>): Promise<void>
  /**
   * Signs a user in, and keeps the user signed in until {@link unregister}. Reports the steps.
   * @throws RegistrationRefused where the server means it, Failure where it cannot be asked
   */
  register(login: EnvironmentLogin): Promise<Registration>
  /** Signs a user out. What the server cannot be told expires there; a session that is not registered is none of its business. */
  unregister(sessionId: string): Promise<void>
}

/** A login, as far as the environment is concerned. */
export interface EnvironmentLogin {
  /** Names the login to the {@link FlowReporter}. */
  flowId: string
  /** Names the session that is to be opened, from now on and in every {@link SessionEvent}. */
  sessionId: string
  sipAddress: string
  pin: string
  /** As the person typed it: `alice`, `CORP\alice` or `alice@corp.example`. */
  user: string
  /** Kept as long as the session, and only where the server wants proof of it. */
  password: string
  /** The directory has found the password right; if not, the environment must. */
  isPasswordChecked: boolean
}

/** A user who is signed in. */
export interface Registration {
  readonly connectivity: Connectivity
  readonly messaging: SessionMessaging
}

/** The connectivity information that is cached to keep a session (step 7). */
export interface Connectivity {
  /** Such as `sip:alice@corp.example`. */
  readonly sipAddress: string
  /** `host:port` of the server. */
  readonly server: string
  readonly transport: Transport
  /** Lab time in milliseconds; refreshed before. */
  readonly expiresAt: number
  /** What else the environment keeps, for people who look: such as `Call-ID`. */
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/**
 * The server did not accept a registration, and would not accept it again. Every other failure means that it could not be
 * asked, or gave no answer that could be used.
 */
export abstract class RegistrationRefused<Code extends FailureCode = FailureCode> extends Failure<Code> {
  /** The user ID or the password is wrong, as far as the server tells. */
  abstract readonly refusesCredentials: boolean
}

/** What a session does beyond being registered. It outlives connections that break: what is said meanwhile is refused. */
export interface SessionMessaging {
  /** Publishes presence and fetches the contact list. Never fails: a server may know neither. */
  start(): Promise<void>
  /** Whether the session's device can be reached: where it cannot, other endpoints of the user go first. */
  setReachable(isReachable: boolean): void
  publishPresence(presence: Presence): void
  changeContacts(change: 'add' | 'remove', sipAddress: string): void
  /**
   * Sends a message, after those to the same address that were given before.
   * @param message.id the device's own number, for receipts that come later
   * @returns `accepted` where the server keeps it; a `receipt` event follows
   * @throws MessageRejected, MessageUnconfirmed
   */
  send(message: { id: number; to: string; text: string }): Promise<'delivered' | 'accepted'>
  /** Told to somebody with whom there is a conversation, and to nobody else. */
  sendTyping(to: string, isTyping: boolean): void
  closeConversation(peer: string): void
}

/** Calls back for what happens to a session after its registration. */
export type SessionListener = (sessionId: string, event: SessionEvent) => void

export type SessionEvent =
  /** The registration was renewed: the connectivity information is another. */
  | { type: 'refreshed'; connectivity: Connectivity }
  /** The connection broke, and the user is being registered again: nothing comes or goes meanwhile. */
  | { type: 'reconnecting' }
  /** The registration could not be kept, and the environment has forgotten the session. */
  | { type: 'lost'; why: Failure }
  | MessagingEvent

/** What the server brings a session. */
export type MessagingEvent =
  | { type: 'contacts'; contacts: readonly Person[] }
  | { type: 'presence'; presences: readonly { sipAddress: string; presence: Presence }[] }
  | {
      type: 'message'
      from: string
      name: string | null
      text: string
      /** Tells the sender. Harmless when repeated. */
      answer(state: ArrivalState): void
    }
  | { type: 'typing'; from: string; isTyping: boolean }
  /** What became, later, of the message that the device numbered `id`, and that was accepted only. */
  | {
      type: 'receipt'
      id: number
      state: 'delivered' | 'rejected' | 'unconfirmed'
      why: MessageReason | null
    }

/**
 * What is said of a message that came: `delivered` the device has it; `accepted` it is kept until the device can be
 * reached; `rejected` it will not be delivered; `unconfirmed` the session ended before the device said whether it has it.
 * After `accepted` comes another.
 */
export type ArrivalState = 'delivered' | 'accepted' | 'rejected' | 'unconfirmed'

/** Nobody can tell whether a message arrived: it was sent, and no answer came. `why` is for its writer. */
export class MessageUnconfirmed extends Error {
  readonly why: MessageReason

  constructor(why: MessageReason, cause?: unknown) {
    super(why.code, { cause })
    this.name = 'MessageUnconfirmed'
    this.why = why
  }
}

/** A message will not be delivered. `why` is for its writer. */
export class MessageRejected extends Error {
  readonly why: MessageReason

  constructor(why: MessageReason, cause?: unknown) {
    super(why.code, { cause })
    this.name = 'MessageRejected'
    this.why = why
  }
}
