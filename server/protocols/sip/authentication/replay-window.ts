/** Maximum distance of a late message behind the highest number, since several are in flight at once. Invented. */
const size = 256
const highestNumber = 2 ** 32 - 1

/**
 * The numbers that a client has used ([MS-SIPAE] section 3.3.5). Each is accepted once; a number that is too far behind
 * counts as used.
 */
export class ReplayWindow {
  #highest = 0
  readonly #used = new Set<number>()

  /** @returns whether the number is new; then it is used up */
  use(text: string): boolean {
    const number = /^[0-9]{1,10}$/.test(text) ? Number(text) : 0
    if (number < 1 || number > highestNumber) return false
    if (number <= this.#highest - size || this.#used.has(number)) return false
    this.#used.add(number)
    this.#highest = Math.max(this.#highest, number)
    for (const old of this.#used) if (old <= this.#highest - size) this.#used.delete(old)
    return true
  }
}
