import type { Packing } from '../base/index.ts'
import type { Snapshot } from './views.ts'

/** Entries of a list that are packed together: few enough that packing them delays nobody. */
const entriesTogether = 100
const longLists = ['handhelds', 'sessions', 'users', 'desktops'] as const

type LongLists = Pick<Snapshot, (typeof longLists)[number]>

/** Number of entries of the lists that grow with a lab. */
export function entriesOf(snapshot: Snapshot): number {
  return longLists.reduce((sum, name) => sum + snapshot[name].length, 0)
}

/** A snapshot as bytes. It never changes, so it can be packed little by little, while the lab goes on. */
export class PackedSnapshot {
  bytes = 0
  readonly #packing: Packing
  #rest: Uint8Array = new Uint8Array()
  readonly #slices: Record<keyof LongLists, Uint8Array[]> = {
    handhelds: [],
    sessions: [],
    users: [],
    desktops: [],
  }

  constructor(packing: Packing) {
    this.#packing = packing
  }

  /** Packs, with a pause after each part. */
  *pack(snapshot: Snapshot): Generator<void, void> {
    for (const name of longLists) {
      for (let start = 0; start < snapshot[name].length; start += entriesTogether) {
        this.#slices[name].push(this.#packed(snapshot[name].slice(start, start + entriesTogether)))
        yield
      }
    }
    this.#rest = this.#packed({ ...snapshot, handhelds: [], sessions: [], users: [], desktops: [] })
  }

  unpack(): Snapshot {
    const snapshot: Snapshot = JSON.parse(this.#packing.unpack(this.#rest))
    const lists: LongLists = snapshot
    for (const name of longLists) {
      for (const slice of this.#slices[name]) lists[name].push(...JSON.parse(this.#packing.unpack(slice)))
    }
    return snapshot
  }

  #packed(value: unknown): Uint8Array {
    const packed = this.#packing.pack(JSON.stringify(value))
    this.bytes += packed.length
    return packed
  }
}
