import {
  type FrameFilter,
  type FrameView,
  type LayerView,
  parseFrameFilter,
  type ReadableFrame,
  readable,
  type TrafficQuery,
} from '#contract'
import type { BundleFrames, PastFrame } from './bundle-frames.ts'
import { BundleProblem } from './bundle-problem.ts'

/** The frames of a bundle that match a query, oldest first: as the lab would find them. @throws {BundleProblem} `bad-filter` */
export function findFrames(frames: BundleFrames, query: TrafficQuery): FrameView[] {
  const filter = parseFrameFilter(query.filter, { zoneOffsetMs: query.zoneOffsetMinutes * 60_000 })
  if (filter.problem !== null) {
    throw new BundleProblem('bad-filter', { column: filter.column, problem: filter.problem })
  }
  const { handheld, hidesStatus, hop, isInsideOnly, until } = query
  const candidates = frames.all.filter(
    (frame) =>
      (hop === null || frame.hop === hop) &&
      (handheld === null || frame.handheld === handheld) &&
      (until === null || frame.number <= until) &&
      !(hidesStatus && frame.isStatus),
  )
  const matches = isInsideOnly
    ? candidates.filter((frame) => {
        const test = filter.base ?? filter.test
        return test(pastReadable(frames, frame, true)) && !test(pastReadable(frames, frame, false))
      })
    : matching(frames, candidates, filter, query.isOpened)
  return matches.map(({ isStatus: _, tookMs: __, ...view }) => view)
}

function matching(
  frames: BundleFrames,
  candidates: readonly PastFrame[],
  { base, test }: FrameFilter,
  isOpened: boolean,
): PastFrame[] {
  if (base === null) return candidates.filter((frame) => test(pastReadable(frames, frame, isOpened)))
  let before: number | null = null
  return candidates.filter((frame) => {
    if (!base(pastReadable(frames, frame, isOpened))) return false
    const gapMs = before === null ? null : frame.at - before
    before = frame.at
    return test(pastReadable(frames, frame, isOpened, gapMs))
  })
}

/** A frame as a filter reads it; its layers are read only when the filter asks for them. */
function pastReadable(
  frames: BundleFrames,
  frame: PastFrame,
  isOpened: boolean,
  gapMs: number | null = null,
): ReadableFrame {
  const shownLayers = (): LayerView[] => {
    const layers = frames.open(frame.number)?.layers ?? []
    return isOpened ? layers : layers.filter(({ side }) => side !== 'inside')
  }
  return Object.defineProperties(readable(frame, isOpened), {
    gapMs: { value: gapMs },
    tookMs: { value: frame.tookMs },
    body: { get: () => bodyOf(shownLayers()) },
    headers: { get: () => headersOf(shownLayers()) },
  })
}

function bodyOf(layers: readonly LayerView[]): string {
  return layers
    .flatMap(({ fields, text }) => [...fields.map(({ name, value }) => `${name}: ${value}`), text ?? ''])
    .join('\n')
    .toLowerCase()
}

function headersOf(layers: readonly LayerView[]): { name: string; value: string }[] {
  const fields = layers.find(({ title }) => title === 'SIP')?.fields ?? []
  return fields
    .filter(({ about }) => about !== 'sip.body')
    .map(({ name, value }) => ({ name: name.toLowerCase(), value: value.toLowerCase() }))
}
