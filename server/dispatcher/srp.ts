import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type ConnectionEnd, connectionEndCodes } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import { Failure } from '../base/index.ts'

/**
 * The Server Routing Protocol on port 3101. One connection carries many handhelds. The opening exchange is the original's: claim of
 * an SRP ID, a challenge from each side, answers (HMAC-SHA-1 of the challenge with the SRP authentication key, 20 bytes), and
 * confirmation. The framing is Bramble's own:
 *
 * | bytes | field |
 * |---|---|
 * | 4 | length of what follows, big-endian |
 * | 1 | kind |
 * | rest | body |
 */
export const srpKinds = {
  /** Connecting side: its SRP ID (UTF-8). */
  claim: 1,
  /** Listening side: 20 random bytes. */
  challenge: 2,
  /** Connecting side: the answer (20 bytes), then its own challenge (20 bytes). */
  response: 3,
  /** Listening side: its answer (20 bytes). The connection is open. */
  confirm: 4,
  /** Either side: one envelope. */
  packet: 5,
  /** Connecting side: PIN (4 bytes) and 1 or 0: the device can or cannot be reached. Invented. */
  coverage: 6,
  /** Either side: why the connection is closed (UTF-8). A code of `connectionEndCodes`, optionally with ": " and an explanation. */
  refused: 7,
} as const

/** @param cause further explanation, or null if the code is sufficient */
export function writeRefusal(code: ConnectionEnd['code'], cause: string | null): Buffer {
  return Buffer.from(cause === null ? code : `${code}: ${cause}`, 'utf8')
}

/** Parses the reason why the peer closes the connection. An unknown code counts as `bad-srp`. */
export function parseRefusal(body: Uint8Array): ConnectionEnd {
  const text = asBuffer(body).toString('utf8')
  const [, word, cause = null] = /^([a-z-]+)(?:: (.*))?$/s.exec(text) ?? []
  const code = connectionEndCodes.find((known) => known === word)
  return code ? { code, cause, isByPeer: true } : { code: 'bad-srp', cause: text, isByPeer: true }
}

const frameLimit = 65_536
/** Length and kind. */
export const srpHeaderBytes = 5
export const challengeLength = 20

/** The peer violated the protocol. */
export class SrpError extends Failure<'bad-srp'> {
  constructor(why: string) {
    super('bad-srp', { problem: `SRP: ${why}` })
  }
}

export interface SrpFrame {
  kind: number
  body: Buffer
  /** Bytes on the wire. */
  sizeBytes: number
}

export function writeSrpFrame(kind: number, body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(srpHeaderBytes + body.length)
  bytes.writeUInt32BE(1 + body.length, 0)
  bytes.writeUInt8(kind, 4)
  bytes.set(body, srpHeaderBytes)
  return bytes
}

/** Splits a stream of bytes into frames, and keeps the incomplete rest. */
export class SrpReader {
  #chunks: Buffer[] = []
  #length = 0

  /** @throws {SrpError} on an invalid length */
  read(chunk: Buffer): SrpFrame[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    const frames: SrpFrame[] = []
    for (;;) {
      const needed = this.#neededLength()
      if (needed === null || this.#length < needed) return frames
      const bytes = this.#join()
      frames.push({
        kind: bytes.readUInt8(4),
        body: bytes.subarray(srpHeaderBytes, needed),
        sizeBytes: needed,
      })
      const rest = bytes.subarray(needed)
      this.#chunks = rest.length > 0 ? [rest] : []
      this.#length = rest.length
    }
  }

  #neededLength(): number | null {
    if (this.#length < 4) return null
    const [first] = this.#chunks
    const length = (first && first.length >= 4 ? first : this.#join()).readUInt32BE(0)
    if (length < 1 || length > frameLimit)
      throw new SrpError(`a frame of ${length} bytes (1 to ${frameLimit} are allowed)`)
    return 4 + length
  }

  #join(): Buffer {
    const [first] = this.#chunks
    if (this.#chunks.length === 1 && first) return first
    const bytes = Buffer.concat(this.#chunks)
    this.#chunks = [bytes]
    return bytes
  }
}

export interface SrpIdentity {
  id: string
  key: Uint8Array
}

/** Makes a random identity for this install. */
export function createSrpIdentity(): SrpIdentity {
  return { id: `S${randomBytes(4).readUInt32BE(0).toString().padStart(10, '0')}`, key: randomBytes(20) }
}

export function createChallenge(): Buffer {
  return randomBytes(challengeLength)
}

export function answerChallenge(key: Uint8Array, challenge: Uint8Array): Buffer {
  return createHmac('sha1', key).update(challenge).digest()
}

export function isRightAnswer(key: Uint8Array, challenge: Uint8Array, answer: Uint8Array): boolean {
  return answer.length === challengeLength && timingSafeEqual(answerChallenge(key, challenge), answer)
}
