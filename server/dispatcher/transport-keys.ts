import type { Cipher } from '#contract'
import type { Clock } from '../clock/index.ts'
import { createTransportKey } from './cipher.ts'
import { MessageIds } from './message-ids.ts'

const dayMs = 86_400_000
/** A device makes a new transport key this often ("Security Technical Overview"). */
export const keyLifeMs = 30 * dayMs
/** The previous key is still valid for this time after a change, for packets that were queued before it. */
const previousKeyLifeMs = 7 * dayMs

export interface KeyGeneration {
  generation: number
  material: Uint8Array
  /** Lab time. */
  madeAt: number
}

/**
 * One side's transport keys of a device: the current key, the previous key for a while, and the message IDs, which continue when
 * a key is replaced. Device and service each have their own key ring.
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

  /** Finds the key of a generation. @returns null if there is none or it is no longer valid */
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

  /** Copies the keys for the other side. */
  copy(): KeyRing {
    return new KeyRing(this.#clock, this.cipher, this.#current, this.#previous, this.#firstMessageId)
  }
}

/** Makes the first key of a device, or the successor of the current key of `ring`. */
export function makeKeyGeneration(clock: Clock, cipher: Cipher, ring?: KeyRing): KeyGeneration {
  return {
    generation: (ring?.current.generation ?? 0) + 1,
    material: createTransportKey(cipher),
    madeAt: clock.now(),
  }
}
