import { drawRandomHex } from '../../base/bytes/index.ts'
import { BoundedMap, Multimap } from '../../base/index.ts'
import type { Clock, Timer } from '../../clock/index.ts'
import {
  readSequence,
  readVia,
  SipHeaders,
  SipParseError,
  type SipRequest,
  type SipResponse,
} from '../../protocols/sip/index.ts'
import type { PeerConnection } from './peer-connection.ts'

/** 64 * T1: no answer at all (RFC 3261 section 17.1, timers B and F). */
const answerTimeMs = 32_000
/** Maximum time of ringing: timer C, which must be more than three minutes (section 16.6, step 11). */
const ringingTimeMs = 181_000

/** Maximum number of accepted INVITEs, enough for half a minute. */
const mostAccepted = 2_000

export interface TransactionUser {
  /** Called with every response, provisional ones too; for an INVITE also with each 2xx after the first. */
  onResponse(response: SipResponse): void
  /** Called when no answer came in time. */
  onTimeout(): void
  /** Called when the connection closed before the answer. */
  onLost(): void
}

/** A request of this server that waits for its answer. */
export interface ClientTransaction {
  /** Cancels an INVITE, at once or as soon as it may be (RFC 3261 section 9.1). */
  cancel(): void
}

interface Entry {
  readonly request: SipRequest
  readonly connection: PeerConnection
  readonly user: TransactionUser
  timer: Timer
  hasRung: boolean
  isCancelled: boolean
}

/**
 * The client transactions of this server (RFC 3261 section 17.1), over reliable connections: nothing is
 * retransmitted.
 */
export class ClientTransactions {
  readonly #clock: Clock
  readonly #viaStart: () => string
  readonly #waiting = new Map<string, Entry>()
  /** The keys of those that wait for an answer over a connection. */
  readonly #keys = new Multimap<PeerConnection, string>()
  /** Accepted INVITEs, oldest first: the endpoint may repeat its 2xx, or a proxy may send one of another endpoint (RFC 6026). */
  readonly #accepted = new BoundedMap<string, { entry: Entry; at: number }>(mostAccepted)

  /**
   * @param viaStart such as `SIP/2.0/TLS ocs.corp.example:5061`. The port has to be there: some clients answer on the
   *   connection that goes to the port it names, and connect to 5060 where it names none
   */
  constructor(clock: Clock, viaStart: () => string) {
    this.#clock = clock
    this.#viaStart = viaStart
  }

  /**
   * Sends a request with a Via of this server on top.
   * @param mark part of the branch, for detecting loops (section 16.6, step 8)
   */
  send(request: SipRequest, connection: PeerConnection, user: TransactionUser, mark = ''): ClientTransaction {
    const branch = newBranch(mark)
    const sent = this.#withVia(request, branch)
    const key = keyOf(branch, request.method)
    const entry: Entry = {
      request: sent,
      connection,
      user,
      timer: this.#clock.after(answerTimeMs, () => this.#timeOut(key)),
      hasRung: false,
      isCancelled: false,
    }
    this.#waiting.set(key, entry)
    this.#keys.add(connection, key)
    connection.send(sent)
    return { cancel: () => this.#cancel(key) }
  }

  /** Sends a request that is never answered: ACK or BENOTIFY. */
  sendUnanswered(request: SipRequest, connection: PeerConnection): void {
    connection.send(this.#withVia(request, newBranch('')))
  }

  /** Handles a response; one without a transaction is dropped (section 18.1.2). */
  receive(response: SipResponse, connection: PeerConnection): void {
    const key = responseKey(response)
    const entry = key === null ? undefined : (this.#waiting.get(key) ?? this.#acceptedBefore(key, response))
    // Only the receiver of the request knows the branch, so nobody else can answer. Linphone answers over another connection,
    // which it opens to the address in Via (RFC 3261 section 18.2.2).
    if (key === null || !entry || entry.connection.origin.address !== connection.origin.address) return
    if (response.status < 200) {
      this.#ring(key, entry)
    } else {
      if (entry.request.method === 'INVITE' && response.status < 300) this.#accept(key, entry)
      this.#end(key, entry)
      if (entry.request.method === 'INVITE' && response.status >= 300) {
        connection.send(acknowledge(entry.request, response))
      }
    }
    entry.user.onResponse(response)
  }

  /** Called when a connection has closed: ends every transaction that waits for an answer over it. */
  lose(connection: PeerConnection): void {
    for (const key of this.#keys.get(connection)) {
      const entry = this.#waiting.get(key)
      if (!entry) continue
      this.#end(key, entry)
      entry.user.onLost()
    }
  }

  clear(): void {
    this.#accepted.clear()
    for (const [key, entry] of [...this.#waiting]) this.#end(key, entry)
  }

  #withVia(request: SipRequest, branch: string): SipRequest {
    const headers = SipHeaders.from(request.headers)
    headers.prepend('Via', `${this.#viaStart()};branch=${branch}`)
    return { ...request, headers }
  }

  #acceptedBefore(key: string, { status }: SipResponse): Entry | undefined {
    const accepted = status >= 200 && status < 300 ? this.#accepted.get(key) : undefined
    return accepted && this.#clock.now() - accepted.at < answerTimeMs ? accepted.entry : undefined
  }

  #accept(key: string, entry: Entry): void {
    if (this.#accepted.has(key)) return
    const now = this.#clock.now()
    this.#accepted.deleteOldestWhile(({ at }) => at <= now - answerTimeMs)
    this.#accepted.set(key, { entry, at: now })
  }

  #ring(key: string, entry: Entry): void {
    if (entry.request.method !== 'INVITE') return
    entry.hasRung = true
    if (entry.isCancelled) {
      this.#sendCancel(entry)
      return
    }
    entry.timer.cancel()
    entry.timer = this.#clock.after(ringingTimeMs, () => this.#timeOut(key))
  }

  #cancel(key: string): void {
    const entry = this.#waiting.get(key)
    if (!entry || entry.isCancelled || entry.request.method !== 'INVITE') return
    entry.isCancelled = true
    entry.timer.cancel()
    entry.timer = this.#clock.after(answerTimeMs, () => this.#timeOut(key))
    if (entry.hasRung) this.#sendCancel(entry)
  }

  /** Section 9.1: the CANCEL has the Via of the request, so that both match. */
  #sendCancel({ request, connection }: Entry): void {
    connection.send(hopByHop('CANCEL', request, request.headers.get('To') ?? ''))
  }

  #timeOut(key: string): void {
    const entry = this.#waiting.get(key)
    if (!entry) return
    // Timer C (section 16.8): cancel the request at the ringing endpoint, and wait for its answer as usual.
    if (entry.hasRung && !entry.isCancelled) {
      this.#cancel(key)
      return
    }
    this.#end(key, entry)
    entry.user.onTimeout()
  }

  #end(key: string, entry: Entry): void {
    entry.timer.cancel()
    this.#waiting.delete(key)
    this.#keys.delete(entry.connection, key)
  }
}

function newBranch(mark: string): string {
  return `z9hG4bK${drawRandomHex(12).toUpperCase()}${mark === '' ? '' : `.${mark}`}`
}

function keyOf(branch: string, method: string): string {
  return `${method} ${branch}`
}

function responseKey(response: SipResponse): string | null {
  try {
    const branch = readVia(response.headers).parameters.get('branch')
    return branch ? keyOf(branch, readSequence(response.headers).method) : null
  } catch (error) {
    if (error instanceof SipParseError) return null
    throw error
  }
}

/** The ACK of an answer that is no 2xx goes one hop only (RFC 3261 section 17.1.1.3). */
function acknowledge(request: SipRequest, response: SipResponse): SipRequest {
  return hopByHop('ACK', request, response.headers.get('To') ?? request.headers.get('To') ?? '')
}

function hopByHop(method: string, request: SipRequest, to: string): SipRequest {
  const headers = new SipHeaders()
  headers.add('Via', request.headers.list('Via')[0] ?? '')
  headers.add('Max-Forwards', '70')
  headers.add('From', request.headers.get('From') ?? '')
  headers.add('To', to)
  headers.add('Call-ID', request.headers.get('Call-ID') ?? '')
  headers.add('CSeq', `${readSequence(request.headers).number} ${method}`)
  for (const route of request.headers.all('Route')) headers.add('Route', route)
  return { kind: 'request', method, uri: request.uri, headers, body: new Uint8Array(0) }
}
