import { randomBytes } from 'node:crypto'
import {
  LoggerFactory,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type OutgoingRequest as OutgoingRequestUnderWay,
  type Session,
  SessionDialog,
  TransactionState,
  UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { Notice } from '#contract'
import { describeFailure, describeUnexpected, type Failure } from '../base/index.ts'
import type { Clock } from '../clock/index.ts'
import {
  describeMessage,
  readVia,
  type SipHeaders,
  type SipMessage,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../protocols/sip/index.ts'
import { SipJsAuthentication } from './authentication/sip-js-authentication.ts'
import type { UserProof } from './authentication/user-proof.ts'
import { stampBranch, unstampBranch } from './branch-stamp.ts'
import { ClientRequests, composeRequest, type OutgoingRequest } from './client-requests.ts'
import { judgeRequest, judgeResponse, type Refusal, refuseUnreadable, unanswered } from './judge-message.ts'
import { connectionLost, PeerUnavailable } from './peer-unavailable.ts'
import { ServerRequests } from './server-requests.ts'
import { toSipJsRequest, toSipJsResponse, toSipJsUri } from './sip-js-messages.ts'
import { silenceSipJsTimers } from './sip-js-timers.ts'
import { StandaloneRequests } from './standalone-requests.ts'
import { writeStatelessAnswer } from './stateless-answer.ts'

/** Where a user agent's messages go. */
interface Wire {
  readonly protocol: 'TLS' | 'TCP'
  /** Address and port of this end. */
  readonly localAddress: string
  /** @throws PeerUnavailable when the connection is gone */
  send(text: string): void
}

export interface SipUserAgentOptions {
  clock: Clock
  wire: Wire
  /** Address of record. */
  aor: string
  /** Contact address. */
  contact: string
  /** Version in User-Agent. */
  version: string
  /** Option tags in Require that the users of this agent support. */
  understands?: readonly string[]
  /** Answers challenges; null: the server sends none. */
  proof?: UserProof | null
  /** How long a request may take, in lab time. */
  timeoutMs: number
  /** The answer to a call or a message while there is no handler for it. Default: 480. */
  absent?: Refusal
  /** Called when a fault of the program affects a message. The message's dialog or request is over then. */
  onUnexpected(notice: Notice): void
}

export interface Kept {
  readonly dialogs: number
  /** Requests that the agent sent. */
  readonly asked: number
  /** Requests that the agent received. */
  readonly toAnswer: number
}

const loggers = new LoggerFactory()
loggers.builtinEnabled = false
silenceSipJsTimers()

const serverError: Refusal = { status: 500, reason: 'Server Internal Error' }

/**
 * One SIP user agent, over a wire that it may share with others. sip.js's core keeps its dialogs, and the transactions in them
 * and of received requests; {@link StandaloneRequests} keeps the requests that begin no dialog.
 *
 * sip.js throws in the middle of its work when a message is not what it expects, and it accepts requests that have no
 * handler. So the agent checks every message first, and refuses requests without a handler itself. The timers of sip.js never
 * fire (see {@link silenceSipJsTimers}); the lab's clock does their work.
 *
 * sip.js chooses branches out of ten million, so thousands of handhelds that register at the same time would collide. So the
 * agent appends its stamp to every branch that it sends, and removes it from every branch that it receives.
 */
export class SipUserAgent {
  /** The core of sip.js, which keeps dialogs and their transactions. */
  readonly core: UserAgentCore
  /** The end of every branch of this agent. It identifies the agent's answers on a shared connection. */
  readonly stamp = `.${randomBytes(6).toString('hex')}`
  readonly #options: SipUserAgentOptions
  /** Gets each request before sip.js. @returns whether it handled the request */
  takesRequest: (request: SipRequest) => boolean = () => false
  readonly #own: ClientRequests
  readonly #standalone: StandaloneRequests
  readonly #others: ServerRequests

  constructor(options: SipUserAgentOptions) {
    this.#options = options
    const { proof, wire } = options
    const transport = {
      protocol: wire.protocol,
      send: async (text: string) => wire.send(this.#stamped(text)),
    }
    const contact = toSipJsUri(options.contact)
    this.core = new UserAgentCore({
      aor: toSipJsUri(options.aor),
      authenticationFactory: () => (proof ? new SipJsAuthentication(loggers, proof, this.core) : undefined),
      contact: {
        uri: contact,
        pubGruu: undefined,
        tempGruu: undefined,
        toString: () => `<${options.contact}>`,
      },
      displayName: '',
      hackViaTcp: false,
      loggerFactory: loggers,
      routeSet: [],
      sipjsId: randomBytes(4).toString('hex'),
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      transportAccessor: () => transport,
      userAgentHeaderFieldValue: `Bramble/${options.version}`,
      viaForceRport: false,
      viaHost: wire.localAddress,
    })
    const { absent, clock } = options
    this.#own = new ClientRequests({ clock, core: this.core })
    this.#standalone = new StandaloneRequests({
      clock,
      protocol: wire.protocol,
      localAddress: wire.localAddress,
      stamp: this.stamp,
      userAgent: `Bramble/${options.version}`,
      proof: proof ?? null,
      send: (text) => wire.send(text),
    })
    this.#others = new ServerRequests({ clock, core: this.core, absent })
  }

  /**
   * Sends a request that begins no dialog.
   * @returns its final answer, whatever the status
   * @throws PeerUnavailable when none arrives in time, or the connection is lost
   */
  request(wanted: OutgoingRequest): Promise<SipResponse> {
    return this.#standalone.request(wanted, wanted.timeoutMs ?? this.#options.timeoutMs)
  }

  /** @returns the request for sip.js, with a generated tag and Call-ID unless the caller gives them */
  compose(wanted: OutgoingRequest): OutgoingRequestMessage {
    return composeRequest(this.core, wanted)
  }

  /**
   * Waits for the final answer, of any status, to a request that `send` hands to sip.js.
   * @throws PeerUnavailable when none arrives in time, or the connection is lost
   */
  exchange(...request: Parameters<ClientRequests['exchange']>): Promise<SipResponse> {
    return this.#own.exchange(...request)
  }

  /** Answers a request without keeping a transaction for it. */
  answer(request: SipRequest, refusal: Refusal): void {
    if (!unanswered.has(request.method)) this.#answerStateless(request, refusal)
  }

  /** Refuses a request of which only the headers can be read. */
  refuseUnreadable(headers: SipHeaders, fault: SipParseError): void {
    const method = /[A-Za-z]+$/.exec(headers.get('CSeq')?.trim() ?? '')?.[0] ?? ''
    if (!unanswered.has(method)) this.#answerStateless({ headers }, refuseUnreadable(fault))
  }

  #answerStateless(request: { readonly headers: SipHeaders }, refusal: Refusal): void {
    const text = writeStatelessAnswer(
      request,
      refusal,
      this.core.configuration.userAgentHeaderFieldValue ?? '',
    )
    try {
      if (text !== null) this.#options.wire.send(text)
    } catch (error) {
      // The owner of the connection handles its loss.
      if (!(error instanceof PeerUnavailable)) throw error
    }
  }

  /** Handles a message for this agent. A fault of the program ends only the message's own dialog or request. */
  receive(message: SipMessage): void {
    try {
      if (message.kind === 'response') this.#receiveResponse(message)
      else this.#receiveRequest(message)
    } catch (error) {
      const facts = { message: describeMessage(message), fault: describeUnexpected(error) }
      this.#options.onUnexpected({ code: 'unexpected-at-message', facts })
      this.#abandon(message, error)
    }
  }

  /** The number of open dialogs, and of requests in either direction. */
  get kept(): Kept {
    const { dialogs, userAgentClients, userAgentServers } = this.core
    return {
      dialogs: dialogs.size,
      asked: userAgentClients.size + this.#standalone.size,
      toAnswer: userAgentServers.size,
    }
  }

  /** Waits in lab time. @returns whether the event happened in time */
  within(timeoutMs: number, awaited: Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(timeoutMs, () => resolve(false))
      void awaited.then(() => {
        timer.cancel()
        resolve(true)
      })
    })
  }

  /**
   * Sends BYE, also when an ACK is overdue, which sip.js itself would refuse.
   * @throws PeerUnavailable when the dialog is over already
   */
  hangUp(session: Session, delegate: OutgoingRequestDelegate): OutgoingRequestUnderWay {
    if (!(session instanceof SessionDialog) || !this.core.dialogs.has(session.id)) {
      throw connectionLost({ code: 'dialog-over', facts: {} })
    }
    const bye = session.createOutgoingRequestMessage('BYE')
    session.dispose()
    return this.core.request(bye, delegate)
  }

  #receiveRequest(request: SipRequest): void {
    const refusal = judgeRequest(request, this.#options.understands ?? [])
    if (refusal) return this.answer(request, refusal)
    if (this.takesRequest(request)) return
    const made = toSipJsRequest(request)
    const misplaced = this.#others.refusalOf(request, made)
    if (misplaced) return this.answer(request, misplaced)
    const isKnown = this.core.userAgentServers.has(made.viaBranch)
    try {
      this.core.receiveIncomingRequestFromTransport(made)
    } finally {
      const asked = this.core.userAgentServers.get(made.viaBranch)
      if (asked && !isKnown) this.#others.supervise(made, asked)
    }
  }

  #receiveResponse(response: SipResponse): void {
    const fault = judgeResponse(response)
    if (fault === null) {
      if (this.#standalone.receive(branchOf(response), response)) return
      return this.core.receiveIncomingResponseFromTransport(toSipJsResponse(response, this.stamp))
    }
    // A provisional answer can be dropped, because it does not end the request.
    if (response.status < 200) return
    this.#fail(response, unreadable(response, fault))
  }

  /** Handles an answer of which only the headers can be read: fails its request. */
  receiveUnreadable(headers: SipHeaders, fault: string): void {
    const facts = { response: null, cause: fault }
    this.#fail({ headers }, new PeerUnavailable({ code: 'unreadable-answer', facts }))
  }

  /** Fails the request of this answer, because the answer cannot be used. */
  #fail(response: Pick<SipResponse, 'headers'>, why: Failure): void {
    const branch = branchOf(response)
    if (!this.#standalone.fail(branch, why)) this.#own.fail(unstampBranch(branch, this.stamp), why)
  }

  /** Ends the request or dialog of a message that a fault of the program affected. */
  #abandon(message: SipMessage, error: unknown): void {
    try {
      if (message.kind === 'response') return this.#fail(message, unreadable(message, describeFailure(error)))
      const made = toSipJsRequest(message)
      const known = this.core.userAgentServers.get(made.viaBranch)
      const { state } = known?.transaction ?? {}
      if (!known) this.answer(message, serverError)
      else if (state === TransactionState.Trying || state === TransactionState.Proceeding) {
        known.reject({ statusCode: 500 })
      }
      this.#others.giveUp(this.#others.dialogOf(made))
    } catch (again) {
      const facts = { message: describeMessage(message), fault: describeUnexpected(again) }
      this.#options.onUnexpected({ code: 'unexpected-at-giving-up', facts })
    }
  }

  /** The wire is gone or no longer wanted: fails every waiting request. */
  dispose(why: Failure): void {
    this.#others.dispose()
    this.core.dispose()
    this.#own.dispose(why)
    this.#standalone.dispose(why)
  }

  #stamped(text: string): string {
    // An answer carries the branch of the request's sender.
    if (text.startsWith('SIP/2.0 ')) return text
    return text.replace(/(?<=;branch=)[^;\r\n]+/, (branch) => stampBranch(branch, this.stamp))
  }
}

function unreadable(response: SipResponse, fault: string): PeerUnavailable {
  const facts = { response: describeMessage(response), cause: fault }
  return new PeerUnavailable({ code: 'unreadable-answer', facts })
}

function branchOf({ headers }: Pick<SipResponse, 'headers'>): string {
  try {
    return readVia(headers).parameters.get('branch') ?? ''
  } catch (error) {
    if (error instanceof SipParseError) return ''
    throw error
  }
}
