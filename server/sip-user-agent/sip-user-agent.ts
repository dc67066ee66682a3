import { randomBytes } from 'node:crypto'
import {
  type IncomingRequestMessage,
  LoggerFactory,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type OutgoingRequest as OutgoingRequestUnderWay,
  type Session,
  SessionDialog,
  SessionState,
  TransactionState,
  type URI,
  UserAgentClient,
  UserAgentCore,
  type UserAgentServer,
} from 'sip.js/lib/core/index.js'
import type { Notice } from '#contract'
import { describeFailure, describeUnexpected, type Failure } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
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
import {
  allow,
  judgeRequest,
  judgeResponse,
  type Refusal,
  refuseMethod,
  refuseUnreadable,
  unanswered,
} from './judge-message.ts'
import { connectionLost, PeerUnavailable } from './peer-unavailable.ts'
import { ReceivedResponse, toSipJsRequest, toSipJsResponse, toSipJsUri } from './sip-js-messages.ts'
import { silenceSipJsTimers, transactionMs } from './sip-js-timers.ts'
import { writeStatelessAnswer } from './stateless-answer.ts'
import { onceAnswered, superviseInvite } from './supervise-requests.ts'

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
  /** What failures call the server at the other end, such as `the registrar`. */
  peer: string
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

/** A request, as its caller describes it. */
export interface OutgoingRequest {
  method: 'OPTIONS' | 'REGISTER' | 'INVITE' | 'MESSAGE' | 'SERVICE' | 'SUBSCRIBE'
  /** Request-URI. */
  target: string
  /** Address in From, and in To unless `to` names another. */
  address: string
  to?: string
  toTag?: string
  callId?: string
  sequence?: number
  fromTag?: string
  /** Parameters after the tag in From, such as `;epid=…`. */
  fromParameters?: string
  supported: readonly string[]
  headers?: readonly string[]
  content?: { readonly type: string; readonly text: string }
  /** How long it may take, in lab time; without it, as long as every request of the agent. */
  timeoutMs?: number
}

const loggers = new LoggerFactory()
loggers.builtinEnabled = false
silenceSipJsTimers()

/** What sip.js deals with. Everything else is answered here. */
const sipJsMethods = new Set(['INVITE', 'ACK', 'BYE', 'CANCEL', 'MESSAGE', 'INFO'])

const noDialog: Refusal = { status: 481, reason: 'Call/Transaction Does Not Exist' }
const notReachable: Refusal = { status: 480, reason: 'Temporarily Unavailable' }
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
  /** Requests without a final answer: each is told when the connection is lost, or the answer cannot be read. */
  readonly #waiting = new Map<object, (why: Failure) => void>()
  /** INVITEs that came in, with what stops their timers. */
  readonly #supervised = new Map<UserAgentServer, () => void>()
  readonly #lingering = new Set<Timer>()

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

  /**
   * Waits for the final answer to a request, whatever it is, that `send` hands to sip.js.
   * @throws PeerUnavailable when there is none in time, or the connection is lost
   */
  exchange(
    method: string,
    send: (delegate: OutgoingRequestDelegate) => OutgoingRequestUnderWay,
    timeoutMs: number,
  ): Promise<SipResponse> {
    const { clock } = this.#options
    return new Promise<SipResponse>((resolve, reject) => {
      let timer: Timer | null = null
      let sent: OutgoingRequestUnderWay | null = null
      let isSettled = false
      const end = () => {
        isSettled = true
        timer?.cancel()
        if (sent) this.#waiting.delete(sent)
      }
      const fail = (why: Failure) => {
        end()
        reject(why)
      }
      const settle = ({ message: answer }: { message: object }) => {
        end()
        if (sent) {
          // Answers of other endpoints, and the same one again, may follow (RFC 3261 section 13.2.2.4).
          if (method === 'INVITE' && isAccepted(answer)) this.#retireLater(sent)
          else this.#retire(sent)
        }
        if (answer instanceof ReceivedResponse) resolve(answer.original)
        // Made up by sip.js, which also takes a 408 that was received for a timeout of its own.
        else if ('statusCode' in answer && answer.statusCode === 408) reject(this.#noAnswer(method))
        else reject(connectionLost(`the connection to ${this.#options.peer} was lost during ${method}`))
      }
      const under = send({ onAccept: settle, onRedirect: settle, onReject: settle })
      sent = under
      if (isSettled) return
      this.#waiting.set(under, fail)
      timer = clock.after(timeoutMs, () => {
        fail(this.#noAnswer(method, timeoutMs))
        // Somebody may still ring: an INVITE is called off, and its answer waited for (RFC 3261 section 9.1).
        if (method !== 'INVITE') return this.#retire(under)
        under.cancel()
        this.#retireLater(under)
      })
    })
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
      throw connectionLost('the dialog is over')
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
    const misplaced = this.#refusalOf(request, made)
    if (misplaced) return this.answer(request, misplaced)
    const isKnown = this.core.userAgentServers.has(made.viaBranch)
    try {
      this.core.receiveIncomingRequestFromTransport(made)
    } finally {
      const asked = this.core.userAgentServers.get(made.viaBranch)
      if (asked && !isKnown) this.#supervise(made, asked)
    }
  }

  /** @returns what to answer to a request that nobody takes, or null */
  #refusalOf({ method, headers }: SipRequest, made: IncomingRequestMessage): Refusal | null {
    if (method === 'OPTIONS') return made.toTag === '' || this.#dialogOf(made) ? capabilities : noDialog
    // RFC 6665 sections 4.1.3 and 8.2.1.
    if (method === 'NOTIFY') {
      return made.toTag !== '' || headers.has('Event') ? noDialog : { status: 489, reason: 'Bad Event' }
    }
    if (!sipJsMethods.has(method)) return refuseMethod(method)
    // sip.js answers 481 where there is nothing to cancel.
    if (method === 'CANCEL') return null
    const known = this.core.userAgentServers.get(made.viaBranch)
    if (method === 'ACK') {
      // Some clients send it with the branch of their INVITE, where sip.js would not look for a dialog.
      if (known?.transaction.state === TransactionState.Accepted) made.viaBranch = `${made.viaBranch} ACK`
      return null
    }
    // It came again.
    if (known) return null
    if (made.toTag !== '') return this.#takesWithinDialog(made) ? null : noDialog
    const { onInvite, onMessage } = this.core.delegate
    if (method === 'INVITE' || method === 'MESSAGE') {
      return (method === 'INVITE' ? onInvite : onMessage) ? null : (this.#options.absent ?? notReachable)
    }
    return noDialog
  }

  /** A dialog that takes no messages is over, or is not yet one: it may be hung up, and nothing else. */
  #takesWithinDialog(message: IncomingRequestMessage): boolean {
    const delegate = this.#dialogOf(message)?.delegate
    return message.method === 'BYE' ? delegate?.onBye !== undefined : delegate?.onMessage !== undefined
  }

  #dialogOf({
    callId,
    toTag,
    fromTag,
  }: IncomingRequestMessage | ReceivedResponse): SessionDialog | undefined {
    const dialog = this.core.dialogs.get(`${callId}${toTag}${fromTag}`)
    return dialog instanceof SessionDialog ? dialog : undefined
  }

  #supervise(message: IncomingRequestMessage, asked: UserAgentServer): void {
    const over = () => {
      this.#supervised.delete(asked)
      this.core.userAgentServers.delete(message.viaBranch)
      asked.dispose()
    }
    if (message.method === 'INVITE') this.#supervised.set(asked, this.#superviseInvite(message, asked, over))
    else onceAnswered(asked, over)
  }

  #superviseInvite(message: IncomingRequestMessage, invite: UserAgentServer, onOver: () => void): () => void {
    // RFC 3261 section 9.2.
    invite.delegate ??= { onCancel: () => void invite.reject({ statusCode: 487 }) }
    const dialog = () => this.#dialogOpenedBy(message)
    return superviseInvite({
      clock: this.#options.clock,
      invite,
      isAcknowledged: () => {
        const opened = dialog()
        if (!opened) return true
        return message.toTag === ''
          ? opened.sessionState !== SessionState.AckWait
          : opened.reinviteUserAgentServer !== invite
      },
      onUnacknowledged: () => this.#giveUp(dialog()),
      onOver,
    })
  }

  #dialogOpenedBy({ callId, fromTag, toTag }: IncomingRequestMessage): SessionDialog | undefined {
    for (const dialog of this.core.dialogs.values()) {
      const isIt = dialog.callId === callId && dialog.remoteTag === fromTag
      if (isIt && (toTag === '' || dialog.localTag === toTag) && dialog instanceof SessionDialog)
        return dialog
    }
    return undefined
  }

  /** Ends a dialog that cannot go on; whoever has it says so to the peer. */
  #giveUp(dialog: SessionDialog | undefined): void {
    if (!dialog) return
    if (dialog.delegate?.onAckTimeout) dialog.delegate.onAckTimeout()
    else dialog.dispose()
  }

  #receiveResponse(response: SipResponse): void {
    const fault = judgeResponse(response)
    if (fault === null) {
      return this.core.receiveIncomingResponseFromTransport(toSipJsResponse(response, this.stamp))
    }
    // One that does not end the request may well be missed.
    if (response.status < 200) return
    this.#failAsked(response, unreadable(response, fault))
  }

  /** Takes an answer of which no more than the headers can be read. */
  receiveUnreadable(headers: SipHeaders, fault: string): void {
    const why = `an answer of ${this.#options.peer} cannot be read: ${fault}`
    this.#failAsked({ headers }, new PeerUnavailable('unreadable-answer', why))
  }

  /** Tells whoever waits for this answer that it cannot be used. */
  #failAsked(response: Pick<SipResponse, 'headers'>, why: Failure): void {
    const branch = unstampBranch(branchOf(response), this.stamp)
    for (const asked of this.core.userAgentClients.values()) {
      if (asked.transaction.id !== branch) continue
      this.#waiting.get(asked)?.(why)
      this.#retire(asked)
    }
  }

  /** A message met a fault of the program: what it was about is over. */
  #abandon(message: SipMessage, error: unknown): void {
    try {
      if (message.kind === 'response')
        return this.#failAsked(message, unreadable(message, describeFailure(error)))
      const made = toSipJsRequest(message)
      const known = this.core.userAgentServers.get(made.viaBranch)
      const { state } = known?.transaction ?? {}
      if (!known) this.answer(message, serverError)
      else if (state === TransactionState.Trying || state === TransactionState.Proceeding) {
        known.reject({ statusCode: 500 })
      }
      this.#giveUp(this.#dialogOf(made))
    } catch (again) {
      const facts = { message: describeMessage(message), fault: describeUnexpected(again) }
      this.#options.onUnexpected({ code: 'unexpected-at-giving-up', facts })
    }
  }

  #retireLater(request: object): void {
    const timer = this.#options.clock.after(transactionMs, () => {
      this.#lingering.delete(timer)
      this.#retire(request)
    })
    this.#lingering.add(timer)
  }

  /** Forgets a request, and the CANCEL that called it off. */
  #retire(request: object): void {
    if (!(request instanceof UserAgentClient)) return
    const { id } = request.transaction
    for (const method of [request.message.method, 'CANCEL']) {
      this.core.userAgentClients.get(`${id}${method}`)?.dispose()
      this.core.userAgentClients.delete(`${id}${method}`)
    }
  }

  /** The wire is gone, or no longer wanted: whoever waits is told. */
  dispose(why: Failure): void {
    for (const timer of this.#lingering) timer.cancel()
    this.#lingering.clear()
    for (const stop of this.#supervised.values()) stop()
    this.#supervised.clear()
    this.core.dispose()
    for (const fail of [...this.#waiting.values()]) fail(why)
  }

  compose(wanted: OutgoingRequest): OutgoingRequestMessage {
    const address: URI = toSipJsUri(wanted.address)
    const { content } = wanted
    const message = this.core.makeOutgoingRequestMessage(
      wanted.method,
      toSipJsUri(wanted.target),
      address,
      wanted.to === undefined ? address : toSipJsUri(wanted.to),
      {
        cseq: wanted.sequence ?? 1,
        optionTags: [...wanted.supported],
        ...(wanted.callId === undefined ? {} : { callId: wanted.callId }),
        ...(wanted.fromTag === undefined ? {} : { fromTag: wanted.fromTag }),
        ...(wanted.toTag === undefined ? {} : { toTag: wanted.toTag }),
      },
      [...(wanted.headers ?? [])],
      content && { contentDisposition: 'render', contentType: content.type, content: content.text },
    )
    if (wanted.fromParameters !== undefined) {
      message.setHeader('from', `${message.from.toString()}${wanted.fromParameters}`)
    }
    return message
  }

  #noAnswer(method: string, timeoutMs: number | null = null): PeerUnavailable {
    const time = timeoutMs === null ? 'in time' : `within ${timeoutMs / 1000} s`
    return new PeerUnavailable('timed-out', `${this.#options.peer} did not answer ${method} ${time}`)
  }

  #stamped(text: string): string {
    // Answers carry the branch of whoever asked.
    if (text.startsWith('SIP/2.0 ')) return text
    return text.replace(/(?<=;branch=)[^;\r\n]+/, (branch) => stampBranch(branch, this.stamp))
  }
}

/** RFC 3261 section 11.2. */
const capabilities: Refusal = {
  status: 200,
  reason: 'OK',
  headers: [allow, 'Accept: application/sdp, text/plain'],
}

function unreadable(response: SipResponse, fault: string): PeerUnavailable {
  return new PeerUnavailable(
    'unreadable-answer',
    `the answer ${describeMessage(response)} cannot be read: ${fault}`,
  )
}

function isAccepted(answer: object): boolean {
  return answer instanceof ReceivedResponse && answer.original.status < 300
}

function branchOf({ headers }: Pick<SipResponse, 'headers'>): string {
  try {
    return readVia(headers).parameters.get('branch') ?? ''
  } catch (error) {
    if (error instanceof SipParseError) return ''
    throw error
  }
}
