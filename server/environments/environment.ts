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
import type { FlowReporter, LoginOrigins, Tap } from '../traffic/index.ts'

/**
 * A kind of server for instant messages, as the Collaboration Service reaches it. An environment reports the steps of a login
 * that it takes itself, and calls the listener that it was opened with for whatever happens to a session later.
 */
export interface Environment {
  /** Who checks the password: the directory in step 4d, or the environment while it registers the user. */
  readonly whoChecksPasswords: 'directory' | 'environment'
  /**
   * Opens the connection that the session is to use, or reuses one. Reports the step.
   * @throws Failure when it cannot connect
   */
  connect(login: Pick<EnvironmentLogin, 'flowId' | 'origins' | 'sessionId'>): Promise<void>
  /**
   * Signs a user in, and keeps the user signed in until {@link unregister}. Reports the steps.
   * @throws RegistrationRefused when the server refuses for good, Failure when it cannot be asked
   */
  register(login: EnvironmentLogin): Promise<Registration>
  /** Signs a user out. Ignores a session that is not registered; if the server cannot be reached, the registration expires. */
  unregister(sessionId: string): Promise<void>
  /** Another server has taken the place of the old one: drops the connections and registers every user again. */
  reset(): void
  /** Drops the connections and forgets every session without telling the server. */
  close(): Promise<void>
  /** Who owns the connection with this local end (`address:port`): the service, one session, or nobody here. */
  ownerOf(address: string): 'service' | 'session' | null
  /** How much its sessions hold in memory now. The numbers return to their start when all conversations are over. */
  readonly kept: Kept
}

/** Counts of open dialogs, of requests sent without an answer yet, and of requests received and not answered yet. */
export interface Kept {
  readonly dialogs: number
  readonly asked: number
  readonly toAnswer: number
}

/** An environment that is not open yet: a row in the site's table. */
export interface EnvironmentDefinition {
  /** The name in its server's messages; the lab's stand-in uses it too. */
  readonly product: string
  /** The hops of its logins, besides handheld, Dispatcher, service and directory. */
  readonly flow: EnvironmentFlow
  open(options: EnvironmentOptions): Environment
}

/** What an environment works with. */
export interface EnvironmentOptions {
  readonly clock: Clock
  readonly tap: Tap
  /** Is told each step of a login. */
  readonly reporter: FlowReporter
  /** Spreads the reconnecting of sessions that lost their connections at the same time. */
  readonly generator: Generator
  /** Faults set at the service that change how it appears to the server as a client. */
  readonly faults: FaultGate
  /** The users' domain: its DNS name, which their addresses have, and its NetBIOS name. */
  readonly domain: { readonly dns: string; readonly name: string }
  readonly server: EnvironmentServer
  /** Is told what happens to registered sessions. */
  readonly emit: SessionListener
  /** Reports something that happened at the service or at the server. */
  report(level: NoticeLevel, part: 'service' | 'communications', notice: Notice): void
}

/** The server as the lab file describes it. */
export interface EnvironmentServer {
  /** It is outside this lab, so the clock cannot see when it has handled what it was sent. */
  readonly isExternal: boolean
  /** The proof that the lab's stand-in asks users for; `none` lets users in without credentials. */
  readonly authentication: readonly ('ntlm' | 'none')[]
  /** How long connecting may take in lab time, TLS included. */
  readonly connectTimeoutMs: number
  /** How long each request may take in lab time. */
  readonly requestTimeoutMs: number
  /** Called each time a connection is opened. */
  target(): ServerTarget
}

export interface ServerTarget {
  readonly host: string
  readonly port: number
  readonly transport: Transport
  /** The name that must be in the server's certificate. */
  readonly serverName: string
  /** PEM of the authority that must have issued the server's certificate. */
  readonly ca: string
  /** The service's own certificate and key for MTLS (PEM); null: it has none. */
  readonly identity: { readonly certificate: string; readonly key: string } | null
}

/** A login, as far as the environment is concerned. */
export interface EnvironmentLogin {
  /** Names the login to the {@link FlowReporter}. */
  flowId: string
  /** For the frames of the login. */
  origins: LoginOrigins
  /** Identifies the session to open, also in every {@link SessionEvent}. */
  sessionId: string
  sipAddress: string
  pin: string
  /** As the person typed it: `alice`, `CORP\alice` or `alice@corp.example`. */
  user: string
  /** Kept for the life of the session, and only if the server asks for proof. */
  password: string
  /** The directory has checked the password. If false, the environment must check it. */
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
  /** More facts for display, such as `Call-ID`. */
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/**
 * The server refused a registration, and trying again would not help. Every other failure means that the server could not
 * be asked or gave no usable answer.
 */
export abstract class RegistrationRefused<Code extends FailureCode = FailureCode> extends Failure<Code> {
  /** According to the server, the user ID or the password is wrong. */
  abstract readonly refusesCredentials: boolean
}

/** Presence, contacts and messages of one session. It survives a broken connection; messages sent meanwhile are refused. */
export interface SessionMessaging {
  /** Publishes presence and fetches the contact list. Never fails, because a server may support neither. */
  start(): Promise<void>
  /** Sets whether the session's device can be reached. While it cannot, other endpoints of the user get the messages first. */
  setReachable(isReachable: boolean): void
  publishPresence(presence: Presence): void
  changeContacts(change: 'add' | 'remove', sipAddress: string): void
  /**
   * Sends a message, after the earlier messages to the same address.
   * @param message.id the device's own number, which a later receipt carries
   * @returns `accepted` when the server stores the message; a `receipt` event follows
   * @throws MessageRejected, MessageUnconfirmed
   */
  send(message: { id: number; to: string; text: string }): Promise<'delivered' | 'accepted'>
  /** The device misses the `receipt` event of an accepted message: finds out whether it can still come. */
  askForReceipt(id: number): void
  /** Sends a typing notice, but only within an open conversation. */
  sendTyping(to: string, isTyping: boolean): void
  closeConversation(peer: string): void
}

/** Is called with what happens to a session after its registration. */
export type SessionListener = (sessionId: string, event: SessionEvent) => void

export type SessionEvent =
  /** The registration was renewed with new connectivity information. */
  | { type: 'refreshed'; connectivity: Connectivity }
  /** The connection broke, and the environment is registering the user again. No message passes meanwhile. */
  | { type: 'reconnecting' }
  /** The registration is lost, and the environment has forgotten the session. */
  | { type: 'lost'; why: Failure }
  | MessagingEvent

/** What a session receives from the server. */
export type MessagingEvent =
  | { type: 'contacts'; contacts: readonly Person[] }
  | { type: 'presence'; presences: readonly { sipAddress: string; presence: Presence }[] }
  | {
      type: 'message'
      from: string
      name: string | null
      text: string
      /** Answers the sender. Calling it again does nothing. */
      answer(state: ArrivalState): void
    }
  | { type: 'typing'; from: string; isTyping: boolean }
  /** The final outcome of message `id` of the device, which the server had only accepted before. */
  | {
      type: 'receipt'
      id: number
      state: 'delivered' | 'rejected' | 'unconfirmed'
      why: MessageReason | null
    }

/**
 * The answer to a received message. `delivered`: the device has it. `accepted`: the service keeps it until the device can be
 * reached, and another answer follows. `rejected`: it will not be delivered. `unconfirmed`: the session ended before the
 * device confirmed it.
 */
export type ArrivalState = 'delivered' | 'accepted' | 'rejected' | 'unconfirmed'

/** A message was sent and got no answer, so it may or may not have arrived. `why` is for its writer. */
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
