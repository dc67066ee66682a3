import { drawRandomHex } from '../base/bytes/index.ts'
import { type Failure, LazyMap } from '../base/index.ts'
import type { Clock, Timer } from '../clock/index.ts'
import { readSequence, type SipResponse } from '../protocols/sip/index.ts'
import { ReceivedChallenge } from './authentication/sip-js-authentication.ts'
import type { UserProof } from './authentication/user-proof.ts'
import type { OutgoingRequest } from './client-requests.ts'
import type { RequestInDialog } from './dialog-headers.ts'
import { connectionLost, noAnswer } from './peer-unavailable.ts'
import { toSipJsUri } from './sip-js-messages.ts'

export interface StandaloneRequestOptions {
  clock: Clock
  protocol: 'TLS' | 'TCP'
  /** Address and port of this end, for Via. */
  localAddress: string
  /** The end of every branch, see {@link SipUserAgent}. */
  stamp: string
  userAgent: string
  proof: UserProof | null
  /** @throws PeerUnavailable when the connection is gone */
  send(text: string): void
}

interface Waiting {
  readonly method: string
  /** The number in CSeq for the next try. */
  nextSequence(): number
  write(branch: string, sequence: number): string
  /** Of the latest try. */
  branch: string
  isProved: boolean
  /** Whether a challenge said that the credentials were right, but too old, or one of several steps. */
  wasStale: boolean
  timer: Timer | null
  resolve(response: SipResponse): void
  reject(why: Failure): void
}

/**
 * The requests of a user agent that begin no dialog, and messages within one. Over a reliable transport their transactions are a
 * request and its final answer, nothing else (RFC 3261 section 17.1.2), so they need no state machine of sip.js, and no message in
 * its form.
 */
export class StandaloneRequests {
  readonly #options: StandaloneRequestOptions
  /** By branch. */
  readonly #waiting = new LazyMap<string, Waiting>()
  #sent = 0

  constructor(options: StandaloneRequestOptions) {
    this.#options = options
  }

  /** The number of requests without a final answer. */
  get size(): number {
    return this.#waiting.size
  }

  /**
   * Sends a request.
   * @returns its final answer, whatever the status
   * @throws PeerUnavailable when none arrives in time, or the connection is lost
   */
  request(wanted: OutgoingRequest, timeoutMs: number): Promise<SipResponse> {
    const callId = wanted.callId ?? drawRandomHex(13).slice(0, 23)
    const fromTag = wanted.fromTag ?? drawRandomHex(5)
    let sequence = (wanted.sequence ?? 1) - 1
    return this.#exchange(
      wanted.method,
      () => {
        sequence += 1
        return sequence
      },
      (branch, number) => this.#write(wanted, callId, fromTag, branch, number),
      timeoutMs,
    )
  }

  /** As {@link request}, for a request within a dialog. */
  requestInDialog(wanted: RequestInDialog, timeoutMs: number): Promise<SipResponse> {
    return this.#exchange(
      wanted.method,
      wanted.nextSequence,
      (branch, number) => this.#writeInDialog(wanted, branch, number),
      timeoutMs,
    )
  }

  #exchange(
    method: string,
    nextSequence: Waiting['nextSequence'],
    write: Waiting['write'],
    timeoutMs: number,
  ): Promise<SipResponse> {
    return new Promise((resolve, reject) => {
      const request: Waiting = {
        method,
        nextSequence,
        write,
        branch: '',
        isProved: false,
        wasStale: false,
        timer: null,
        resolve,
        reject,
      }
      if (!this.#send(request)) return
      request.timer = this.#options.clock.after(timeoutMs, () => {
        this.#waiting.delete(request.branch)
        reject(noAnswer(method, timeoutMs))
      })
    })
  }

  /** @returns whether the answer belongs to one of these requests */
  receive(branch: string, response: SipResponse): boolean {
    const request = this.#waiting.get(branch)
    if (!request || readSequence(response.headers).method !== request.method) return false
    if (response.status < 200) return true
    this.#waiting.delete(branch)
    if (this.#proves(request, response)) {
      this.#send(request)
      return true
    }
    request.timer?.cancel()
    // A proxy's 408 says the same as no answer.
    if (response.status === 408) request.reject(noAnswer(request.method))
    else request.resolve(response)
    return true
  }

  /** Fails the request whose answer has this branch, because the answer cannot be used. @returns whether there is one */
  fail(branch: string, why: Failure): boolean {
    const request = this.#waiting.get(branch)
    this.#waiting.delete(branch)
    request?.timer?.cancel()
    request?.reject(why)
    return request !== undefined
  }

  /** The connection is gone: fails every waiting request. */
  dispose(why: Failure): void {
    for (const branch of [...this.#waiting.keys()]) this.fail(branch, why)
  }

  /** Whether the challenge can be answered: once, and once more if it says that the credentials were right. */
  #proves(request: Waiting, response: SipResponse): boolean {
    const { proof } = this.#options
    if (proof === null || (response.status !== 401 && response.status !== 407)) return false
    const { stale: isStale } = new ReceivedChallenge(response)
    if (request.isProved && (request.wasStale || !isStale)) return false
    if (!proof.learns(request.method, response)) return false
    request.isProved = true
    request.wasStale ||= isStale
    return true
  }

  /** @returns whether it was sent; if not, it has failed, because the connection is gone */
  #send(request: Waiting): boolean {
    this.#sent += 1
    // As long as those of sip.js, and never one of them: those go on with a digit.
    const branch = `z9hG4bKr${String(this.#sent).padStart(6, '0')}${this.#options.stamp}`
    request.branch = branch
    this.#waiting.set(branch, request)
    try {
      this.#options.send(request.write(branch, request.nextSequence()))
      return true
    } catch (error) {
      const facts = { method: request.method }
      this.fail(branch, connectionLost({ code: 'during-request', facts }, error))
      return false
    }
  }

  #write(wanted: OutgoingRequest, callId: string, fromTag: string, branch: string, sequence: number): string {
    const { localAddress, protocol, userAgent } = this.#options
    const { address, content, headers = [], method, supported, target, to = address, toTag } = wanted
    const body = content?.text ?? ''
    return [
      `${method} ${written(target)} SIP/2.0`,
      `Via: SIP/2.0/${protocol} ${localAddress};branch=${branch}`,
      `To: <${written(to)}>${toTag === undefined ? '' : `;tag=${toTag}`}`,
      `From: <${written(address)}>;tag=${fromTag}${wanted.fromParameters ?? ''}`,
      `CSeq: ${sequence} ${method}`,
      `Call-ID: ${callId}`,
      'Max-Forwards: 70',
      ...headers,
      `Supported: ${supported.join(', ')}`,
      `User-Agent: ${userAgent}`,
      ...(content ? [`Content-Type: ${content.type}`] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  }

  #writeInDialog(wanted: RequestInDialog, branch: string, sequence: number): string {
    const { localAddress, protocol, userAgent } = this.#options
    const { content, headers, method } = wanted
    return `${method} ${headers.target} SIP/2.0\r
${headers.routes}Via: SIP/2.0/${protocol} ${localAddress};branch=${branch}\r
${headers.to}${headers.from}CSeq: ${sequence} ${method}\r
${headers.callId}Max-Forwards: 70\r
Supported: \r
User-Agent: ${userAgent}\r
Content-Type: ${content.type}\r
Content-Length: ${Buffer.byteLength(content.text)}\r
\r
${content.text}`
  }
}

/** An address that sip.js would write as it stands. */
const plainAddress = /^sip:(?:[A-Za-z0-9._-]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/

/** Writes an address as sip.js does in dialogs. */
function written(address: string): string {
  return plainAddress.test(address) ? address : toSipJsUri(address).toString()
}
