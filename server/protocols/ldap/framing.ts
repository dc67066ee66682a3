import { berTag, hex } from './ber.ts'
import { LdapError } from './ldap-error.ts'

/** Splits a stream of bytes into LDAP messages. */
export interface MessageSplitter {
  /**
   * Returns the messages that these bytes complete.
   * @throws LdapError if the bytes cannot be a message, or are longer than the limit; the stream cannot be used further
   */
  push(chunk: Uint8Array): Uint8Array[]
  /** Whether the last message is incomplete. */
  readonly hasRest: boolean
}

export function createMessageSplitter(options: { maxBytes: number }): MessageSplitter {
  // Keep chunks apart until a message is complete, so that many small chunks are not copied repeatedly.
  let chunks: Uint8Array[] = []
  let buffered = 0
  let wanted: number | null = null

  const gather = () => {
    const [first] = chunks
    const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks)
    chunks = [whole]
    return whole
  }

  return {
    get hasRest() {
      return buffered > 0
    },
    push(chunk) {
      const messages: Uint8Array[] = []
      if (chunk.length === 0) return messages
      chunks.push(chunk)
      buffered += chunk.length
      for (;;) {
        if (wanted === null) {
          if (buffered === 0) return messages
          wanted = messageLength(gather(), options.maxBytes)
        }
        if (wanted === null || buffered < wanted) return messages
        const whole = gather()
        messages.push(whole.length === wanted ? whole : whole.subarray(0, wanted))
        buffered -= wanted
        // An empty rest would keep the whole chunk alive until the next message.
        chunks = buffered === 0 ? [] : [whole.subarray(wanted)]
        wanted = null
      }
    },
  }
}

/** The length of the message that starts here, header included, or null when the header is not whole yet. */
function messageLength(start: Uint8Array, maxBytes: number): number | null {
  const tag = start[0] ?? 0
  const first = start[1]
  if (tag !== berTag.sequence) throw new LdapError(`not an LDAP message: it starts with ${hex(tag)}`)
  if (first === undefined) return null
  if (first < 0x80) return bounded(2 + first, maxBytes)
  const size = first & 0x7f
  if (size === 0) throw new LdapError('not an LDAP message: its length is indefinite')
  if (size > 4) throw new LdapError('not an LDAP message: its length has no end')
  if (start.length < 2 + size) return null
  const length = start.subarray(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0)
  return bounded(2 + size + length, maxBytes)
}

function bounded(length: number, maxBytes: number): number {
  if (length > maxBytes) throw new LdapError(`an LDAP message of ${length} bytes; the limit is ${maxBytes}`)
  return length
}
