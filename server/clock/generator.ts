import prand, { type RandomGenerator } from 'pure-rand'

/**
 * All chance in the lab: delay, jitter, loss, generated names. Never keys, nonces or tokens; those come from the system.
 */
export interface Generator {
  /** A number from 0 (included) to 1 (not included). */
  fraction(): number
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** A generator of its own for one part, so that what others draw does not change what it draws. */
  fork(name: string): Generator
  /** How many numbers the whole family has given: the generator with this seed, its forks, and theirs. */
  drawn(): number
}

/** One seed gives the same numbers, always. */
export function createGenerator(seed: number): Generator {
  return memberOf({ drawn: 0 }, seed)
}

function memberOf(family: { drawn: number }, seed: number): Generator {
  const source: RandomGenerator = prand.xoroshiro128plus(seed)
  const integer = (low: number, high: number) => {
    family.drawn += 1
    return prand.unsafeUniformIntDistribution(low, high, source)
  }
  return {
    fraction: () => integer(0, 2 ** 32 - 1) / 2 ** 32,
    integer,
    fork: (name) => memberOf(family, hash(name, seed)),
    drawn: () => family.drawn,
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
