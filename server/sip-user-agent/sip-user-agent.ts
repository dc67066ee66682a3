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
  /** Option tags that may stand in Require: what those who use this agent understand. */
  understands?: readonly string[]
  /** Answers challenges; null: nobody has to prove anything. */
  proof?: UserProof | null
  /** How long a request may take, in lab time. */
  timeoutMs: number
  /** What to answer to a call or a message while nobody takes any; without it, 480. */
  absent?: Refusal
  /** A fault of the program met one message. What the message was about is over. */
  onUnexpected(notice: Notice): void
}

export interface Kept {
  readonly dialogs: number
  /** Requests of ours. */
  readonly asked: number
  /** Requests of others. */
  readonly toAnswer: number
}

const loggers = new LoggerFactory()
loggers.builtinEnabled = false
silenceSipJsTimers()

const serverError: Refusal = { status: 500, reason: 'Server Internal Error' }

/**
 * One SIP user agent: sip.js's core keeps its transactions and dialogs, over a wire that it shares with others.
 *
 * sip.js sees only what it can deal with. It throws in the middle of its work where a message is not what it expects, and it
 * accepts by itself what nobody takes. So every message is judged first, and one that nobody takes is refused here. Its timers
 * never strike (see {@link silenceSipJsTimers}); the lab's do.
 *
 * sip.js picks branches from ten million, which is few where thousands of handhelds register at once. So every branch gets
 * this agent's stamp on its way out, which is taken off again on the way in.
 */
export class SipUserAgent {
  /** What keeps transactions and dialogs. */
  readonly core: UserAgentCore
  /** The end of every branch of this agent: tells whose an answer is, where many share a connection. */
  readonly stamp = `.${randomBytes(6).toString('hex')}`
  readonly #options: SipUserAgentOptions
  /** Takes requests before sip.js does. @returns whether it did */
  takesRequest: (request: SipRequest) => boolean = () => false
  readonly #own: ClientRequests
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
    this.#others = new ServerRequests({ clock, core: this.core, absent })
  }

  /**
   * Sends a request.
   * @returns its final answer, whatever the status
   * @throws PeerUnavailable when there is none in time, or the connection is lost
   */
  async request(wanted: OutgoingRequest): Promise<SipResponse> {
    const message = this.compose(wanted)
    return this.exchange(
      wanted.method,
      (delegate) => this.core.request(message, delegate),
      wanted.timeoutMs ?? this.#options.timeoutMs,
    )
  }

  /** @returns the request for sip.js, with a tag and a Call-ID where its caller gives none */
  compose(wanted: OutgoingRequest): OutgoingRequestMessage {
    return composeRequest(this.core, wanted)
  }

  /**
   * Waits for the final answer to a request, whatever it is, that `send` hands to sip.js.
   * @throws PeerUnavailable when there is none in time, or the connection is lost
   */
  exchange(...request: Parameters<ClientRequests['exchange']>): Promise<SipResponse> {
    return this.#own.exchange(...request)
  }

  /** Answers a request of which nothing is kept. */
  answer(request: SipRequest, refusal: Refusal): void {
    if (!unanswered.has(request.method)) this.#answerStateless(request, refusal)
  }

  /** Answers a request of which no more than the headers can be read. */
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
      // Whoever lost the connection deals with it.
      if (!(error instanceof PeerUnavailable)) throw error
    }
  }

  /** Takes a message that belongs to this agent. A fault that it meets ends what the message was about, and no more. */
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

  /** What is kept at the moment: dialogs, and requests in either direction. */
  get kept(): Kept {
    const { dialogs, userAgentClients, userAgentServers } = this.core
    return { dialogs: dialogs.size, asked: userAgentClients.size, toAnswer: userAgentServers.size }
  }

  /** Waits in lab time. @returns whether it came to pass in time */
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
   * Says BYE; sip.js itself would refuse to where an ACK did not come in its time.
   * @throws PeerUnavailable where the dialog is over already
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
      return this.core.receiveIncomingResponseFromTransport(toSipJsResponse(response, this.stamp))
    }
    // One that does not end the request may well be missed.
    if (response.status < 200) return
    this.#fail(response, unreadable(response, fault))
  }

  /** Takes an answer of which no more than the headers can be read. */
  receiveUnreadable(headers: SipHeaders, fault: string): void {
    const facts = { response: null, cause: fault }
    this.#fail({ headers }, new PeerUnavailable({ code: 'unreadable-answer', facts }))
  }

  /** Tells whoever waits for this answer that it cannot be used. */
  #fail(response: Pick<SipResponse, 'headers'>, why: Failure): void {
    this.#own.fail(unstampBranch(branchOf(response), this.stamp), why)
  }

  /** A message met a fault of the program: what it was about is over. */
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

  /** The wire is gone, or no longer wanted: whoever waits is told. */
  dispose(why: Failure): void {
    this.#others.dispose()
    this.core.dispose()
    this.#own.dispose(why)
  }

  #stamped(text: string): string {
    // Answers carry the branch of whoever asked.
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
