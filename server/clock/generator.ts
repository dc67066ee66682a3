import prand, { type RandomGenerator } from 'pure-rand'

/**
 * The source of all randomness in the lab: delay, jitter, loss, generated names. Keys, nonces and tokens come from the system.
 */
export interface Generator {
  /** A number from 0 (included) to 1 (not included). */
  fraction(): number
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** A separate generator for one part, so that draws of other parts do not change its numbers. */
  fork(name: string): Generator
  /** The number of draws so far, by the generator of this seed and all its forks. */
  drawn(): number
}

/** Seeds are whole numbers from 0 to this one. */
export const highestSeed = 0xffffffff

/** Creates a generator. The same seed always gives the same numbers. */
export function createGenerator(seed: number): Generator {
  return new SeededGenerator({ drawn: 0 }, seed)
}

/** A class, because each handheld has four of them: closures would take five times as much memory. */
class SeededGenerator implements Generator {
  readonly #family: { drawn: number }
  readonly #seed: number
  readonly #source: RandomGenerator

  constructor(family: { drawn: number }, seed: number) {
    this.#family = family
    this.#seed = seed
    this.#source = prand.xoroshiro128plus(seed)
  }

  fraction(): number {
    return this.integer(0, 2 ** 32 - 1) / 2 ** 32
  }

  integer(low: number, high: number): number {
    this.#family.drawn += 1
    return prand.unsafeUniformIntDistribution(low, high, this.#source)
  }

  fork(name: string): Generator {
    return new SeededGenerator(this.#family, hash(name, this.#seed))
  }

  drawn(): number {
    return this.#family.drawn
  }
}

/** FNV-1a, 32 bits, started from the seed. */
function hash(text: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return value
}
