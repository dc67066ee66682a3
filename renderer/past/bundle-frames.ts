import {
  type BundledFrame,
  bundledFrame,
  bundleFiles,
  bundleLimits,
  type FrameView,
  type LayerView,
} from '#contract'
import { damaged, tooLarge } from './unpack.ts'

const lineFeed = 10

/** A frame with everything but its layers. */
export type PastFrame = Omit<BundledFrame, 'layers'>
const pastFrame = bundledFrame.omit({ layers: true })

/** The frames of a bundle. Their layers stay packed in the file's bytes until somebody opens one. */
export class BundleFrames {
  /** Oldest first. */
  readonly all: readonly PastFrame[]
  readonly #bytes: Uint8Array
  /** Where the line of each frame begins and ends, by number. */
  readonly #lines = new Map<number, { start: number; end: number }>()
  readonly #text = new TextDecoder()

  /** @throws {BundleProblem} naming the line at fault */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    const all: PastFrame[] = []
    for (let start = 0; start < bytes.length; ) {
      const found = bytes.indexOf(lineFeed, start)
      const end = found < 0 ? bytes.length : found
      const view = this.#parse(pastFrame, start, end, all.length + 1)
      const before = all.at(-1)
      if (before !== undefined && view.number <= before.number) {
        throw damaged(bundleFiles.frames, `line ${all.length + 1}: the frames are not in order`)
      }
      all.push(view)
      if (all.length > bundleLimits.frames) throw tooLarge('frames', bundleLimits.frames)
      this.#lines.set(view.number, { start, end })
      start = end + 1
    }
    this.all = all
  }

  /** @returns undefined if there is no frame of that number @throws {BundleProblem} */
  open(number: number): { frame: FrameView; layers: LayerView[] } | undefined {
    const line = this.#lines.get(number)
    if (line === undefined) return undefined
    const {
      isStatus: _,
      layers,
      tookMs: __,
      ...frame
    } = this.#parse(bundledFrame, line.start, line.end, number)
    return { frame, layers }
  }

  #parse<T>(schema: { parse(value: unknown): T }, start: number, end: number, line: number): T {
    try {
      return schema.parse(JSON.parse(this.#text.decode(this.#bytes.subarray(start, end))))
    } catch {
      throw damaged(bundleFiles.frames, `line ${line} is no frame`)
    }
  }
}
