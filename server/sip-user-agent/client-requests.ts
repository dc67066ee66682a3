import {
  type OutgoingRequestDelegate,
  type OutgoingRequestMessage,
  type OutgoingRequest as OutgoingRequestUnderWay,
  type URI,
  UserAgentClient,
  type UserAgentCore,
} from 'sip.js/lib/core/index.js'
import type { Failure } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import type { SipResponse } from '../protocols/sip/index.ts'
import { connectionLost, noAnswer } from './peer-unavailable.ts'
import { ReceivedResponse, toSipJsUri } from './sip-js-messages.ts'
import { transactionMs } from './sip-js-timers.ts'

/** A request to send. */
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
  /** How long it may take, in lab time. Default: the agent's timeout. */
  timeoutMs?: number
}

/** @returns the request for sip.js, with a generated tag and Call-ID unless the caller gives them */
export function composeRequest(core: UserAgentCore, wanted: OutgoingRequest): OutgoingRequestMessage {
  const address: URI = toSipJsUri(wanted.address)
  const { content } = wanted
  const message = core.makeOutgoingRequestMessage(
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

interface ClientRequestOptions {
  clock: Clock
  core: UserAgentCore
}

/** The requests that a user agent sends by way of sip.js, each until no more answers to it can arrive. */
export class ClientRequests {
  readonly #options: ClientRequestOptions
  /** Requests without a final answer, each with the callback for a lost connection or an unreadable answer. */
  readonly #waiting = new Map<object, (why: Failure) => void>()
  /** Timers of requests that have an answer and may get more. */
  readonly #lingering = new Set<Timer>()

  constructor(options: ClientRequestOptions) {
    this.#options = options
  }

  /**
   * Waits for the final answer, of any status, to a request that `send` hands to sip.js.
   * @throws PeerUnavailable when none arrives in time, or the connection is lost
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
          // Other endpoints may answer too, and the same answer may arrive again (RFC 3261 section 13.2.2.4).
          if (method === 'INVITE' && isAccepted(answer)) this.#retireLater(sent)
          else this.#retire(sent)
        }
        if (answer instanceof ReceivedResponse) resolve(answer.original)
        // sip.js made this answer up. It also takes a received 408 for its own timeout.
        else if ('statusCode' in answer && answer.statusCode === 408) reject(noAnswer(method))
        else reject(connectionLost({ code: 'during-request', facts: { method } }))
      }
      const under = send({ onAccept: settle, onRedirect: settle, onReject: settle })
      sent = under
      if (isSettled) return
      this.#waiting.set(under, fail)
      timer = clock.after(timeoutMs, () => {
        fail(noAnswer(method, timeoutMs))
        // The peer may still ring: cancel the INVITE and wait for its answer (RFC 3261 section 9.1).
        if (method !== 'INVITE') return this.#retire(under)
        under.cancel()
        this.#retireLater(under)
      })
    })
  }

  /** Fails the request whose answer has this branch, because the answer cannot be used. */
  fail(branch: string, why: Failure): void {
    for (const asked of this.#options.core.userAgentClients.values()) {
      if (asked.transaction.id !== branch) continue
      this.#waiting.get(asked)?.(why)
      this.#retire(asked)
    }
  }

  /** The connection is gone: fails every waiting request. */
  dispose(why: Failure): void {
    for (const timer of this.#lingering) timer.cancel()
    this.#lingering.clear()
    for (const fail of [...this.#waiting.values()]) fail(why)
  }

  #retireLater(request: object): void {
    const timer = this.#options.clock.after(transactionMs, () => {
      this.#lingering.delete(timer)
      this.#retire(request)
    })
    this.#lingering.add(timer)
  }

  /** Forgets a request and its CANCEL. */
  #retire(request: object): void {
    if (!(request instanceof UserAgentClient)) return
    const { id } = request.transaction
    for (const method of [request.message.method, 'CANCEL']) {
      this.#options.core.userAgentClients.get(`${id}${method}`)?.dispose()
      this.#options.core.userAgentClients.delete(`${id}${method}`)
    }
  }
}

function isAccepted(answer: object): boolean {
  return answer instanceof ReceivedResponse && answer.original.status < 300
}
