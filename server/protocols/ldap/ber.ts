import { BerReader } from 'ldapts'
import { asBuffer } from '../../base/bytes/index.ts'
import { LdapError } from './ldap-error.ts'

/** BER tags of RFC 4511 that are not operations. */
export const berTag = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const

export interface BerElement {
  tag: number
  /** A view into the bytes that were read, never a copy. */
  content: Buffer
}

/**
 * Reads BER elements one after another, each within its own bounds. ldapts' reader knows the encoding, but takes what it
 * reads on trust (an inner length may reach past the outer element, a length may be negative, and a missing value reads
 * as null for ever); here nothing passes that RFC 4511 section 5.1 does not allow, and every step moves on.
 */
export class BerElements {
  readonly #reader: BerReader

  constructor(bytes: Uint8Array) {
    this.#reader = new BerReader(asBuffer(bytes))
  }

  get isEmpty(): boolean {
    return this.#reader.remain <= 0
  }

  /** The tag of the next element, or null at the end. */
  peek(): number | null {
    return this.#reader.peek()
  }

  next(): BerElement {
    const tag = this.#reader.peek()
    if (tag === null) throw new LdapError('BER: an element is missing')
    if ((tag & 0x1f) === 0x1f) throw new LdapError('BER: a tag of more than one byte')
    const content = this.#read(tag)
    if (content === null || this.#reader.length < 0) throw new LdapError('BER: a value runs past the end')
    return { tag, content }
  }

  #read(tag: number): Buffer | null {
    try {
      return this.#reader.readString(tag, true)
    } catch (cause) {
      throw new LdapError('BER: a length that LDAP does not allow', { cause })
    }
  }

  /** The next element, which must have this tag. */
  read(tag: number): Buffer {
    const next = this.peek()
    if (next !== tag)
      throw new LdapError(`BER: expected tag ${hex(tag)}, got ${next === null ? 'the end' : hex(next)}`)
    return this.next().content
  }

  /** The next element if it has this tag. */
  takeOptional(tag: number): Buffer | null {
    return this.peek() === tag ? this.next().content : null
  }

  within(tag: number): BerElements {
    return new BerElements(this.read(tag))
  }

  text(tag: number = berTag.octetString): string {
    return this.read(tag).toString('utf8')
  }

  integer(tag: number = berTag.integer): number {
    const content = this.read(tag)
    if (content.length < 1 || content.length > 4) throw new LdapError('BER: a number of an impossible size')
    return content.readIntBE(0, content.length)
  }

  boolean(tag: number = berTag.boolean): boolean {
    const content = this.read(tag)
    if (content.length !== 1) throw new LdapError('BER: a truth value of an impossible size')
    return content[0] !== 0
  }
}

export function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`
}
