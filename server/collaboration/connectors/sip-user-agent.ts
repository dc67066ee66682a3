import { randomBytes } from 'node:crypto'
import {
  LoggerFactory,
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type OutgoingRequest as OutgoingRequestUnderWay,
  Timers,
  type URI,
  UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { Clock } from '../../lab/clock/index.ts'
import { describeFailure, type Failure } from '../../lab/failure.ts'
import { type SipMessage, SipParseError, type SipRequest, type SipResponse } from '../../sip/index.ts'
import { SipJsAuthentication } from './authentication/sip-js-authentication.ts'
import type { UserProof } from './authentication/user-proof.ts'
import { stampBranch } from './branch-stamp.ts'
import { CommunicationsUnavailable } from './communications-failure.ts'
import { ReceivedResponse, toSipJsRequest, toSipJsResponse, toSipJsUri } from './sip-js-messages.ts'

/** Where a user agent's messages go. */
export interface Wire {
  readonly protocol: 'TLS' | 'TCP'
  /** Address and port of this end. */
  readonly localAddress: string
  /** @throws CommunicationsUnavailable when the connection is gone */
  send(text: string): void
}

export interface SipUserAgentOptions {
  clock: Clock
  wire: Wire
  /** Address of record. */
  aor: string
  /** Contact address. */
  contact: string
  /** Answers challenges; null: nobody has to prove anything. */
  proof?: UserProof | null
  /** How long a request may take, in lab time. */
  timeoutMs: number
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

/**
 * One SIP user agent: sip.js's core keeps its transactions and dialogs, over a wire that it shares with others.
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
  /** Requests without a final answer: each is told when the connection is lost. */
  readonly #waiting = new Set<(why: Failure) => void>()

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
      userAgentHeaderFieldValue: 'Bramble',
      viaForceRport: false,
      viaHost: wire.localAddress,
    })
  }

  /**
   * Sends a request.
   * @returns its final answer, whatever the status
   * @throws CommunicationsUnavailable when there is none in time, or the connection is lost
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
   * @throws CommunicationsUnavailable when there is none in time, or the connection is lost
   */
  exchange(
    method: string,
    send: (delegate: OutgoingRequestDelegate) => OutgoingRequestUnderWay,
    timeoutMs: number,
  ): Promise<SipResponse> {
    const { clock } = this.#options
    return new Promise<SipResponse>((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(fail)
        timer.cancel()
      }
      const fail = (why: Failure) => {
        end()
        reject(why)
      }
      const settle = ({ message: answer }: { message: object }) => {
        end()
        if (answer instanceof ReceivedResponse) resolve(answer.original)
        // Made up by sip.js, which also takes a 408 that was received for a timeout of its own.
        else if ('statusCode' in answer && answer.statusCode === 408) reject(unanswered(method))
        else reject(lost(`the connection to the Communications Server was lost during ${method}`))
      }
      // First of all: sip.js throws where a dialog does not allow the request.
      const delegate = { onAccept: settle, onRedirect: settle, onReject: settle }
      const sent = method === 'MESSAGE' ? patiently(() => send(delegate)) : send(delegate)
      const timer = clock.after(timeoutMs, () => {
        fail(unanswered(method, timeoutMs))
        // Somebody may still ring: an INVITE is called off, and its answer waited for (RFC 3261 section 9.1).
        if (method !== 'INVITE') return sent.dispose()
        sent.cancel()
        clock.after(callingOffMs, () => sent.dispose())
      })
      this.#waiting.add(fail)
    })
  }

  /** Answers a request that needs no transaction of its own. */
  answer(request: SipRequest, statusCode: number, extraHeaders: string[] = []): void {
    this.core.replyStateless(toSipJsRequest(request), { statusCode, extraHeaders })
  }

  /** Takes a message that belongs to this agent. */
  receive(message: SipMessage): void {
    try {
      if (message.kind === 'response') {
        this.core.receiveIncomingResponseFromTransport(toSipJsResponse(message, this.stamp))
      } else {
        this.core.receiveIncomingRequestFromTransport(toSipJsRequest(message))
      }
    } catch (error) {
      // A header that sip.js needs cannot be read: the message is dropped (RFC 3261 section 18.1.2).
      if (error instanceof SipParseError) return
      // What sip.js has not foreseen in a peer it throws as a plain Error, which must hurt nobody else.
      if (!(error instanceof Error) || Object.getPrototypeOf(error) !== Error.prototype) throw error
      if (message.kind === 'request' && message.method !== 'ACK') this.answer(message, 400)
    }
  }

  /** The wire is gone, or no longer wanted: whoever waits is told. */
  dispose(why: Failure): void {
    this.core.dispose()
    for (const fail of [...this.#waiting]) fail(why)
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

  #stamped(text: string): string {
    // Answers carry the branch of whoever asked.
    if (text.startsWith('SIP/2.0 ')) return text
    return text.replace(/(?<=;branch=)[^;\r\n]+/, (branch) => stampBranch(branch, this.stamp))
  }
}

/** 64 * T1: what an answer to a CANCEL may take (RFC 3261 section 9.1). */
const callingOffMs = 32_000

/** The longest that a timer of Node's takes. */
const longestMs = 2 ** 31 - 1

/**
 * sip.js gives a request up after 32 s of the machine's time. A MESSAGE may wait for a device, in a lab whose time is slow or
 * stands still: it is given up by the lab's clock alone.
 */
function patiently<T>(send: () => T): T {
  const usual = Timers.TIMER_F
  Timers.TIMER_F = longestMs
  try {
    return send()
  } finally {
    Timers.TIMER_F = usual
  }
}

function unanswered(method: string, timeoutMs: number | null = null): CommunicationsUnavailable {
  const time = timeoutMs === null ? 'in time' : `within ${timeoutMs / 1000} s`
  return new CommunicationsUnavailable(
    'timed-out',
    `the Communications Server did not answer ${method} ${time}`,
  )
}

/** A connection that was there is no more. */
export function lost(message: string, cause?: unknown): CommunicationsUnavailable {
  const detail = cause === undefined ? '' : `: ${describeFailure(cause)}`
  return new CommunicationsUnavailable('connection-lost', `${message}${detail}`, { cause })
}
