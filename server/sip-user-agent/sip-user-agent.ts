import {
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type OutgoingRequest as OutgoingRequestUnderWay,
  type Session,
  SessionDialog,
  TransactionState,
  type UserAgentCore,
  type UserAgentCoreDelegate,
} from 'sip.js/lib/core/index.js'
import type { Notice } from '#contract'
import { drawRandomHex } from '../base/bytes/index.ts'
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
import type { UserProof } from './authentication/user-proof.ts'
import { stampBranch, unstampBranch } from './branch-stamp.ts'
import { type ClientRequests, composeRequest, type OutgoingRequest } from './client-requests.ts'
import { headersOf, nextSequence, type RequestInDialog } from './dialog-headers.ts'
import { judgeRequest, judgeResponse, type Refusal, refuseUnreadable, unanswered } from './judge-message.ts'
import { connectionLost, PeerUnavailable } from './peer-unavailable.ts'
import { SipJsDialogs } from './sip-js-dialogs.ts'
import { toSipJsRequest, toSipJsResponse } from './sip-js-messages.ts'
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

const serverError: Refusal = { status: 500, reason: 'Server Internal Error' }

/**
 * One SIP user agent, over a wire that it may share with others. sip.js's core keeps its dialogs, the transactions that
 * begin and end them, and those of received requests; {@link StandaloneRequests} keeps all other requests.
 *
 * sip.js throws in the middle of its work when a message is not what it expects, and it accepts requests that have no
 * handler. So the agent checks every message first, and refuses requests without a handler itself. The timers of sip.js never
 * fire (see {@link silenceSipJsTimers}); the lab's clock does their work.
 *
 * sip.js chooses branches out of ten million, so thousands of handhelds that register at the same time would collide. So the
 * agent appends its stamp to every branch that it sends, and removes it from every branch that it receives.
 */
export class SipUserAgent {
  /** The end of every branch of this agent. It identifies the agent's answers on a shared connection. */
  readonly stamp = `.${drawRandomHex(6)}`
  readonly #options: SipUserAgentOptions
  /** Gets each request before sip.js. @returns whether it handled the request */
  takesRequest: (request: SipRequest) => boolean = () => false
  readonly #standalone: StandaloneRequests
  /** Made when sip.js is first needed: most users have no dialog for a long time, and it takes 3 kB for each. */
  #dialogs: SipJsDialogs | null = null
  #delegate: UserAgentCoreDelegate = {}

  constructor(options: SipUserAgentOptions) {
    this.#options = options
    const { clock, proof, wire } = options
    this.#standalone = new StandaloneRequests({
      clock,
      protocol: wire.protocol,
      localAddress: wire.localAddress,
      stamp: this.stamp,
      userAgent: this.#name,
      proof: proof ?? null,
      send: (text) => wire.send(text),
    })
  }

  /** The core of sip.js, which keeps dialogs and their transactions. */
  get core(): UserAgentCore {
    return this.#viaSipJs.core
  }

  /** Handles calls and messages; without a handler they are refused. */
  set delegate(delegate: UserAgentCoreDelegate) {
    this.#delegate = delegate
    if (this.#dialogs) this.#dialogs.core.delegate = delegate
  }

  get #viaSipJs(): SipJsDialogs {
    if (this.#dialogs) return this.#dialogs
    const { absent, aor, clock, contact, proof, wire } = this.#options
    this.#dialogs = new SipJsDialogs({
      clock,
      protocol: wire.protocol,
      localAddress: wire.localAddress,
      aor,
      contact,
      userAgent: this.#name,
      proof: proof ?? null,
      absent,
      send: (text) => wire.send(this.#stamped(text)),
    })
    this.#dialogs.core.delegate = this.#delegate
    return this.#dialogs
  }

  /** The value of User-Agent. */
  get #name(): string {
    return `Bramble/${this.#options.version}`
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
    return this.#viaSipJs.own.exchange(...request)
  }

  /**
   * Sends a request within a dialog.
   * @returns its final answer, of any status, and the number in CSeq of its last try
   * @throws PeerUnavailable when none arrives in time, or the connection is lost
   */
  async requestInDialog(
    dialog: Session,
    { content, method, timeoutMs }: Pick<RequestInDialog, 'content' | 'method'> & { timeoutMs: number },
  ): Promise<{ response: SipResponse; sequence: number }> {
    if (!(dialog instanceof SessionDialog)) throw connectionLost({ code: 'dialog-over', facts: {} })
    let sequence = 0
    const wanted: RequestInDialog = {
      content,
      method,
      headers: headersOf(dialog),
      nextSequence() {
        sequence = nextSequence(dialog)
        return sequence
      },
    }
    const response = await this.#standalone.requestInDialog(wanted, timeoutMs)
    return { response, sequence }
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
    const text = writeStatelessAnswer(request, refusal, this.#name)
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
    const core = this.#dialogs?.core
    return {
      dialogs: core?.dialogs.size ?? 0,
      asked: (core?.userAgentClients.size ?? 0) + this.#standalone.size,
      toAnswer: core?.userAgentServers.size ?? 0,
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
    if (!(session instanceof SessionDialog) || !this.#dialogs?.core.dialogs.has(session.id)) {
      throw connectionLost({ code: 'dialog-over', facts: {} })
    }
    const bye = session.createOutgoingRequestMessage('BYE')
    session.dispose()
    return this.#dialogs.core.request(bye, delegate)
  }

  #receiveRequest(request: SipRequest): void {
    const refusal = judgeRequest(request, this.#options.understands ?? [])
    if (refusal) return this.answer(request, refusal)
    if (this.takesRequest(request)) return
    const made = toSipJsRequest(request)
    const { core, others } = this.#viaSipJs
    const misplaced = others.refusalOf(request, made)
    if (misplaced) return this.answer(request, misplaced)
    const isKnown = core.userAgentServers.has(made.viaBranch)
    try {
      core.receiveIncomingRequestFromTransport(made)
    } finally {
      const asked = core.userAgentServers.get(made.viaBranch)
      if (asked && !isKnown) others.supervise(made, asked)
    }
  }

  #receiveResponse(response: SipResponse): void {
    const fault = judgeResponse(response)
    if (fault === null) {
      if (this.#standalone.receive(branchOf(response), response)) return
      this.#dialogs?.core.receiveIncomingResponseFromTransport(toSipJsResponse(response, this.stamp))
      return
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
    if (!this.#standalone.fail(branch, why)) this.#dialogs?.own.fail(unstampBranch(branch, this.stamp), why)
  }

  /** Ends the request or dialog of a message that a fault of the program affected. */
  #abandon(message: SipMessage, error: unknown): void {
    try {
      if (message.kind === 'response') return this.#fail(message, unreadable(message, describeFailure(error)))
      const made = toSipJsRequest(message)
      const { core, others } = this.#viaSipJs
      const known = core.userAgentServers.get(made.viaBranch)
      const { state } = known?.transaction ?? {}
      if (!known) this.answer(message, serverError)
      else if (state === TransactionState.Trying || state === TransactionState.Proceeding) {
        known.reject({ statusCode: 500 })
      }
      others.giveUp(others.dialogOf(made))
    } catch (again) {
      const facts = { message: describeMessage(message), fault: describeUnexpected(again) }
      this.#options.onUnexpected({ code: 'unexpected-at-giving-up', facts })
    }
  }

  /** The wire is gone or no longer wanted: fails every waiting request. */
  dispose(why: Failure): void {
    this.#dialogs?.others.dispose()
    this.#dialogs?.core.dispose()
    this.#dialogs?.own.dispose(why)
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
