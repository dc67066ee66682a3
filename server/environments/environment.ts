import type {
  EnvironmentFlow,
  MessageReason,
  Notice,
  NoticeLevel,
  Person,
  Presence,
  Transport,
} from '#contract'
import { Failure, type FailureCode } from '../base/index.ts'
import type { Clock, Generator } from '../clock/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { FlowReporter, Tap } from '../traffic/index.ts'

/**
 * A kind of server for instant messages, as the Collaboration Service reaches it. An environment reports the steps of a login
 * that it takes itself, and calls the listener that it was opened with for whatever happens to a session later.
 */
export interface Environment {
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
  /** The server is another one, at the same place: connections are dropped, and every user is registered anew. */
  reset(): void
  /** Drops the connections and forgets every session, without a word to the server. */
  close(): Promise<void>
  /** Whose connection has this near end (`address:port`): the service's own, one session's, or none of the environment's. */
  ownerOf(address: string): 'service' | 'session' | null
  /** What its sessions keep at the moment; it comes back to what it was when talk is over. */
  readonly kept: Kept
}

/** Dialogs, requests that wait for an answer, and requests that are to be answered. */
export interface Kept {
  readonly dialogs: number
  readonly asked: number
  readonly toAnswer: number
}

/** An environment before it is opened: a row in the site's table. */
export interface EnvironmentDefinition {
  /** What its server calls itself; the lab's stand-in for it does too. */
  readonly product: string
  /** What its logins go through beside handheld, Dispatcher, service and directory. */
  readonly flow: EnvironmentFlow
  open(options: EnvironmentOptions): Environment
}

/** What an environment works with. */
export interface EnvironmentOptions {
  readonly clock: Clock
  readonly tap: Tap
  /** Hears of the steps of logins. */
  readonly reporter: FlowReporter
  /** Keeps sessions that lost their connections together from coming back together. */
  readonly generator: Generator
  /** What is broken on purpose at the service: it makes another client of it. */
  readonly faults: FaultGate
  /** The users' domain: the name of their addresses, and its NetBIOS name. */
  readonly domain: { readonly dns: string; readonly name: string }
  readonly server: EnvironmentServer
  /** Hears what happens to the sessions that are registered. */
  readonly emit: SessionListener
  /** Tells people of something that happened at the service, or at the server. */
  report(level: NoticeLevel, part: 'service' | 'communications', notice: Notice): void
}

/** The server, as the lab file has it. */
export interface EnvironmentServer {
  /** It is outside this lab, so the clock cannot see when it has dealt with what it was sent. */
  readonly isExternal: boolean
  /** What the lab's stand-in asks of users: `none` lets in whoever brings no credentials. */
  readonly authentication: readonly ('ntlm' | 'none')[]
  /** How long connecting may take in lab time, TLS included. */
  readonly connectTimeoutMs: number
  /** How long each request may take in lab time. */
  readonly requestTimeoutMs: number
  /** Asked each time a connection is opened. */
  target(): ServerTarget
}

export interface ServerTarget {
  readonly host: string
  readonly port: number
  readonly transport: Transport
  /** The name that the server's certificate must carry. */
  readonly serverName: string
  /** The authority (PEM) that the server's certificate must come from. */
  readonly ca: string
  /** The service's own half of MTLS (PEM); null: it has none. */
  readonly identity: { readonly certificate: string; readonly key: string } | null
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
