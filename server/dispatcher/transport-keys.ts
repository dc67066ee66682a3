import type { Cipher } from '#contract'
import type { Clock } from '../clock/index.ts'
import { createTransportKey } from './cipher.ts'
import { MessageIds } from './message-ids.ts'

const dayMs = 86_400_000
/** A device makes a new transport key this often ("Security Technical Overview"). */
export const keyLifeMs = 30 * dayMs
/** How long the previous key still decrypts what was queued before the change. */
const previousKeyLifeMs = 7 * dayMs

export interface KeyGeneration {
  generation: number
  material: Uint8Array
  /** Lab time. */
  madeAt: number
}

/**
 * The transport keys of one device, as one side keeps them: the current one, and the previous one for a while; and the IDs
 * of the messages under these keys, which go on when a key is replaced. Device and service each have a ring of their own.
 *
 * The original agrees on a new key by ECMQV between device and server; here the lab hands it to both sides (a
 * simplification, invented).
 */
export class KeyRing {
  readonly cipher: Cipher
  readonly messageIds: MessageIds
  readonly #clock: Clock
  readonly #firstMessageId: number
  #current: KeyGeneration
  #previous: KeyGeneration | null

  constructor(
    clock: Clock,
    cipher: Cipher,
    current: KeyGeneration,
    previous: KeyGeneration | null = null,
    firstMessageId = 1,
  ) {
    this.cipher = cipher
    this.messageIds = new MessageIds(firstMessageId)
    this.#firstMessageId = firstMessageId
    this.#clock = clock
    this.#current = current
    this.#previous = previous
  }

  get current(): KeyGeneration {
    return this.#current
  }

  get previous(): KeyGeneration | null {
    return this.#previous
  }

  /** @returns the key of that generation, where it may still decrypt */
  find(generation: number): Uint8Array | null {
    if (generation === this.#current.generation) return this.#current.material
    if (generation !== this.#previous?.generation) return null
    const replacedAt = this.#current.madeAt
    return this.#clock.now() - replacedAt <= previousKeyLifeMs ? this.#previous.material : null
  }

  /** Makes `next` the current key, and the current one the previous. */
  rotate(next: KeyGeneration): void {
    this.#previous = this.#current
    this.#current = next
  }

  /** The same keys, for the other side. */
  copy(): KeyRing {
    return new KeyRing(this.#clock, this.cipher, this.#current, this.#previous, this.#firstMessageId)
  }
}

/** The first key of a device, or the one after `ring`'s current. */
export function makeKeyGeneration(clock: Clock, cipher: Cipher, ring?: KeyRing): KeyGeneration {
  return {
    generation: (ring?.current.generation ?? 0) + 1,
    material: createTransportKey(cipher),
    madeAt: clock.now(),
  }
}
