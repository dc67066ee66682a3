import { asBuffer } from '../../base/bytes/index.ts'
import { defaultLimits, noBody, type SipLimits, type SipMessage } from './message.ts'
import { SipParseError } from './parse-error.ts'
import {
  bodyTooLarge,
  completeMessage,
  contentLength,
  headersTooLarge,
  parseHead,
  partial,
  type SipHead,
} from './parse-message.ts'
import { isTokenCode } from './tokens.ts'

/** An item of a stream. */
export type SipStreamItem =
  | { readonly kind: 'message'; readonly message: SipMessage; readonly bytes: Buffer }
  /** A double CRLF: the peer asks whether this end is alive (RFC 5626 section 4.4.1). */
  | { readonly kind: 'ping' }
  /** A CRLF on its own: the answer. */
  | { readonly kind: 'pong' }
  /** An invalid message with a known end; the stream continues after it. */
  | { readonly kind: 'malformed'; readonly error: SipParseError; readonly bytes: Buffer }
  /** The beginning or end of the next message is unknown: the connection cannot be used further. */
  | { readonly kind: 'broken'; readonly error: SipParseError; readonly beginning: Buffer }

/** Maximum bytes shown of an invalid or incomplete message: enough to recognise it. */
const mostShown = 256

/** A body up to this multiple of the limit is skipped; a longer one breaks the connection. */
const mostUnwanted = 64

const cr = 0x0d
const lf = 0x0a
const headEnd = Buffer.from('\r\n\r\n')
const nothing = Buffer.alloc(0)

/**
 * Splits a stream of bytes into SIP messages by Content-Length (RFC 3261 section 18.3). It holds at most one incomplete
 * message within the limits, and reads each byte a constant number of times, whatever chunks they arrive in.
 */
export class SipStream {
  readonly #limits: SipLimits
  /** Either has room after its end, or is the last chunk itself, which is full and so never written to. */
  #buffer: Buffer = nothing
  #start = 0
  #end = 0
  /** The search for the end of the headers continues at this offset. */
  #searched = 0
  #pending: { head: SipHead; bodyStart: number; length: number } | null = null
  #followsCrlf = false
  #isBroken = false
  #hasFirstLine = false
  /** The remaining bytes of an oversized body, which is skipped. */
  #unwanted = 0

  constructor(limits: SipLimits = defaultLimits) {
    this.#limits = limits
  }

  /** Whether the last message is incomplete. */
  get isWithinMessage(): boolean {
    return this.#end > this.#start || this.#unwanted > 0
  }

  /** The beginning of the incomplete message. */
  get beginning(): Buffer {
    return this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + mostShown))
  }

  /**
   * Adds bytes from the network, and returns the items that they complete. After `broken` it returns nothing.
   * @param chunk belongs to the stream from now on: the bytes of messages may share its memory
   */
  push(chunk: Uint8Array): SipStreamItem[] {
    const items: SipStreamItem[] = []
    if (this.#isBroken) return items
    this.#append(chunk)
    try {
      for (let item = this.#next(); item; item = this.#next()) items.push(item)
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
      const beginning = Buffer.from(this.beginning)
      this.#isBroken = true
      this.#buffer = nothing
      this.#start = 0
      this.#end = 0
      items.push({ kind: 'broken', error, beginning })
    }
    return items
  }

  #next(): SipStreamItem | null {
    this.#dropUnwanted()
    if (this.#unwanted > 0) return null
    if (this.#pending === null) {
      const crlf = this.#takeCrlf()
      if (crlf) return crlf
      this.#pending = this.#takeHead()
    }
    if (this.#pending === null) return null
    const { head, bodyStart, length } = this.#pending
    if (length > this.#limits.maxBodyBytes) {
      const bytes = Buffer.from(this.#buffer.subarray(this.#start, bodyStart))
      this.#pending = null
      this.#consume(bytes.length)
      this.#unwanted = length
      return { kind: 'malformed', error: bodyTooLarge(head, length, this.#limits), bytes }
    }
    const end = bodyStart + length
    if (end > this.#end) return null
    const bytes = this.#take(end)
    this.#pending = null
    const body = length === 0 ? noBody : bytes.subarray(bytes.length - length)
    try {
      return { kind: 'message', message: completeMessage(head, body), bytes }
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error
      return { kind: 'malformed', error, bytes }
    }
  }

  /** Consumes the bytes up to `end` and returns them. */
  #take(end: number): Buffer {
    let bytes = this.#buffer
    // Most messages arrive in a chunk of their own. Copy others, so that a short one does not keep a large buffer alive.
    if (this.#start > 0 || end < bytes.length) {
      bytes = Buffer.allocUnsafe(end - this.#start)
      this.#buffer.copy(bytes, 0, this.#start, end)
    }
    this.#consume(bytes.length)
    return bytes
  }

  #dropUnwanted(): void {
    const dropped = Math.min(this.#unwanted, this.#end - this.#start)
    this.#unwanted -= dropped
    if (dropped > 0) this.#consume(dropped)
  }

  #takeCrlf(): SipStreamItem | null {
    if (this.#end - this.#start < 2) return null
    if (this.#buffer[this.#start] !== cr || this.#buffer[this.#start + 1] !== lf) return null
    this.#consume(2)
    // Two at once are only a ping: a peer that sends pings gets single CRLFs back.
    const isTwo =
      this.#end - this.#start >= 2 && this.#buffer[this.#start] === cr && this.#buffer[this.#start + 1] === lf
    if (isTwo) this.#consume(2)
    const isPing = isTwo || this.#followsCrlf
    // A ping may arrive in two chunks.
    this.#followsCrlf = !isPing
    return { kind: isPing ? 'ping' : 'pong' }
  }

  #takeHead(): { head: SipHead; bodyStart: number; length: number } | null {
    if (this.#end === this.#start) return null
    const first = this.#buffer[this.#start] ?? 0
    if (first !== cr) {
      this.#followsCrlf = false
      if (!isTokenCode(first)) {
        throw new SipParseError('not-sip', `a byte ${first} cannot start a SIP message`)
      }
    } else if (this.#end - this.#start > 1) {
      throw new SipParseError('not-sip', 'a CR without LF cannot start a SIP message')
    }
    this.#checkFirstLine()
    const end = upTo(this.#buffer, this.#end).indexOf(headEnd, this.#searched)
    const { maxHeaderBytes, maxBodyBytes } = this.#limits
    if ((end < 0 ? this.#end : end) - this.#start > maxHeaderBytes) {
      throw headersTooLarge(this.#buffer, this.#start, this.#limits)
    }
    if (end < 0) {
      this.#searched = Math.max(this.#start, this.#end - 3)
      return null
    }
    const head = parseHead(this.#buffer, this.#start, end, this.#limits)
    const length = contentLength(head)
    if (length === null) {
      throw partial('missing-content-length', 'there is no Content-Length: the end cannot be told', head)
    }
    if (length > mostUnwanted * maxBodyBytes) throw bodyTooLarge(head, length, this.#limits)
    return { head, bodyStart: end + headEnd.length, length }
  }

  /** A peer that ends its first line with LF alone ends the headers so too, so their end is unknown. */
  #checkFirstLine(): void {
    if (this.#hasFirstLine) return
    const limit = Math.min(this.#end, this.#start + this.#limits.maxHeaderBytes)
    const at = upTo(this.#buffer, limit).indexOf(lf, this.#searched)
    if (at < 0) return
    this.#hasFirstLine = true
    if (this.#buffer[at - 1] === cr) return
    const head = parseHead(this.#buffer, this.#start, at, this.#limits)
    throw partial('bad-header', 'its lines end with LF alone instead of CRLF', head)
  }

  #append(chunk: Uint8Array): void {
    if (this.#end === 0) {
      // Read the chunk in place, since the buffer is empty.
      this.#buffer = asBuffer(chunk)
      this.#end = chunk.length
      return
    }
    if (this.#end + chunk.length > this.#buffer.length) this.#makeRoom(chunk.length)
    this.#buffer.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** Doubles the needed size, so that many small chunks cost no more than one large one. */
  #makeRoom(length: number): void {
    const held = this.#end - this.#start
    const roomy = Buffer.allocUnsafe(Math.max(1024, 2 * (held + length)))
    this.#buffer.copy(roomy, 0, this.#start, this.#end)
    this.#searched -= this.#start
    if (this.#pending) this.#pending.bodyStart -= this.#start
    this.#buffer = roomy
    this.#start = 0
    this.#end = held
  }

  #consume(length: number): void {
    this.#start += length
    this.#searched = this.#start
    this.#hasFirstLine = false
    if (this.#start < this.#end) return
    // Release the memory, so that an idle connection does not keep its last chunk.
    this.#start = 0
    this.#end = 0
    this.#searched = 0
    this.#buffer = nothing
  }
}

/** The first bytes of a buffer, or the buffer itself if it has no more. */
function upTo(buffer: Buffer, end: number): Buffer {
  return end === buffer.length ? buffer : buffer.subarray(0, end)
}
