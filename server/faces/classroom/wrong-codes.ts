import { BoundedMap } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'

/** Wrong codes a minute from one address: enough for typing errors, too few for guessing. */
const most = 30
const minuteMs = 60_000
const mostAddresses = 1_000

/** Counts wrong codes by address, so that somebody who guesses keeps nobody else from sitting down. */
export class WrongCodes {
  readonly #byAddress = new BoundedMap<string, { sinceMs: number; count: number }>(mostAddresses)

  note(address: string): void {
    const known = this.#byAddress.get(address)
    const isOld = known === undefined || systemTime() - known.sinceMs > minuteMs
    const { sinceMs, count } = isOld ? { sinceMs: systemTime(), count: 0 } : known
    this.#byAddress.setNewest(address, { sinceMs, count: count + 1 })
  }

  isGuessing(address: string): boolean {
    const known = this.#byAddress.get(address)
    return known !== undefined && known.count >= most && systemTime() - known.sinceMs <= minuteMs
  }
}
