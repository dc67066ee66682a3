import { z } from 'zod'
import {
  type FilterNode,
  type FrameView,
  type LabApi,
  mostTrafficRows,
  parseFrameFilter,
  readable,
  writeFilter,
} from '#contract'
import { fillInHandheld, hasPlaceholder } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { boundsOf, countKeys, inOrder, isWithin } from './counted.ts'
import { type Expected, expectationKind, type FollowedRun, type Moment } from './expectation-kind.ts'

const frameFilter = z
  .union([z.string(), z.number()])
  .transform(String)
  .superRefine((text, context) => {
    const parsed = parseFrameFilter(text)
    if (parsed.problem === null) return
    context.addIssue({ code: 'custom', message: `column ${parsed.column}: ${parsed.problem}` })
  })
  .describe(
    'Words and phrases sought in protocol, hop, handheld and opened summary, and keys such as hop:wireless; all frames, unless told. body, header, gap and took look at the frames that the lab keeps; time is UTC',
  )

const expectedFrames = inOrder(z.strictObject({ filter: frameFilter.optional(), ...countKeys }))

type ExpectedFrames = z.output<typeof expectedFrames>

export const frames = expectationKind({
  schema: expectedFrames,
  description: 'How many frames have crossed so far; at least one, unless told',
  example: { filter: 'REGISTER hop:sip', count: 2 },
  start: countFrames,
})

/** Frames that a failed expectation shows. */
const shownFrames = 5

/** Counts frames that match a filter. They are counted as they cross, and not kept. */
interface Count {
  readonly lets: (frame: ReturnType<typeof readable>) => boolean
  /** The filter, if only the lab can tell which frames match: it is asked at each expectation, about the frames that it keeps. */
  readonly ask: string | null
  frames: number
  latest: FrameView[]
  /** The filter as it was understood; null: every frame. */
  readonly tree: FilterNode | null
  /** How many there were at each mark. */
  readonly atMarks: Map<string, number>
}

/** Counts the frames of a run for each filter that its scenario names. */
async function countFrames(
  { api, isUsedLab, startMs, repeatable }: FollowedRun,
  expected: readonly Expected<ExpectedFrames>[],
) {
  const counts = countsFor(expected)
  const all = newCount(() => true)
  let firstHeard = Number.POSITIVE_INFINITY
  /** The number of the latest frame, now and at each mark. */
  let last = 0
  const marks = new Map<string, number>()
  const count = (frame: FrameView) => {
    const seen = readable(frame, true)
    for (const one of [all, ...counts.values()]) {
      if (one.ask !== null || !one.lets(seen)) continue
      one.frames += 1
      one.latest.push(frame)
      if (one.latest.length > shownFrames) one.latest.shift()
    }
  }
  const stop = api.subscribe(
    (event) => {
      if (event.type !== 'frames') return
      for (const frame of event.frames) {
        firstHeard = Math.min(firstHeard, frame.number)
        last = frame.number
        count(frame)
      }
    },
    ['frames'],
  )
  const start = await framesSoFar(api)
  /** The number of the latest frame that does not count. */
  const earlier = isUsedLab ? start.last : 0
  // Count the frames of the lab's start too, which crossed before the listener was added.
  if (!isUsedLab) for (const frame of await start.before(firstHeard)) count(frame)
  start.close()

  const describe = ({ at, direction, handheld, hop, openedSummary, protocol }: FrameView) => {
    const time = ((at - startMs) / 1_000).toFixed(3)
    return `${time} s  ${hop}  ${direction}  ${handheld ?? '–'}  ${protocol}  ${repeatable(openedSummary)}`
  }

  const ask = (filter: string) => api.call('traffic.count', { filter, isOpened: true })

  return {
    async differences(value: ExpectedFrames, { each, since }: Pick<Moment, 'each' | 'since'>) {
      const text = value.filter ?? ''
      const found = counts.get(keyOf(text, each))
      if (!found) throw new Error(`the filter ${text} was not collected`)
      const wanted = boundsOf(value)
      const before = since === null ? earlier : (marks.get(since) ?? earlier)
      const countOf = (one: Count) => one.frames - (since === null ? 0 : (one.atMarks.get(since) ?? 0))
      const latestOf = (one: Count) => one.latest.filter(({ number }) => number > before)
      const asked = found.ask === null ? null : await ask(`number>${before} (${found.ask})`)
      const count = asked?.count ?? countOf(found)
      if (isWithin(count, wanted)) return []
      const which = text.trim() === '' ? 'frames' : `frames with ${fillInHandheld(text, each)}`
      const after = since === null ? '' : ` since ${since}`
      const latest = asked?.latest ?? latestOf(found)
      const message = `expected ${wanted.words} ${which}${after}, found ${count}`
      const lines = (rows: readonly FrameView[]) => rows.map((frame) => `\n    ${describe(frame)}`).join('')
      const nearest = async () => {
        if (latest.length > 0) return `; the latest of these:${lines(latest)}`
        const near = await nearestFrames(found.tree, before, ask)
        if (near === null) return `; the latest of ${countOf(all)} frames:${lines(latestOf(all))}`
        return `; nearest miss: ${near.count} with ${near.have}, none of them with ${near.lack}:${lines(near.latest)}`
      }
      const about = concerned(latest, found.tree)
      return [{ path: [], message, ...about, nearest }]
    },
    mark(name: string) {
      marks.set(name, last)
      for (const one of [all, ...counts.values()]) one.atMarks.set(name, one.frames)
    },
    stop,
  }
}

/** The frames that the lab keeps of the time before the run. */
async function framesSoFar(api: LabApi) {
  const reader = await api.readTraffic({}, () => {})
  const { first, end, last } = reader.position
  return {
    last,
    /** Those numbered below `number`. */
    async before(number: number): Promise<readonly FrameView[]> {
      const frames: FrameView[] = []
      for (let from = first; from < end; from += mostTrafficRows) {
        const { rows } = await reader.rows(from, mostTrafficRows)
        frames.push(...rows.filter((frame) => frame.number < number))
      }
      return frames
    },
    close: () => reader.close(),
  }
}

/** A counter for each filter, and for each handheld if the filter depends on it. */
function countsFor(expected: readonly Expected<ExpectedFrames>[]): Map<string, Count> {
  const counts = new Map<string, Count>()
  for (const { value, handhelds } of expected) {
    const text = value.filter ?? ''
    for (const name of handhelds ?? [null]) {
      const parsed = parseFrameFilter(text, { spell: (word) => fillInHandheld(word, name) })
      if (parsed.problem !== null) continue
      const ask = parsed.needsLab && parsed.tree ? writeFilter(parsed.tree) : null
      counts.set(keyOf(text, name), newCount(parsed.test, ask, parsed.tree))
    }
  }
  return counts
}

function newCount(lets: Count['lets'], ask: string | null = null, tree: FilterNode | null = null): Count {
  return { lets, ask, tree, frames: 0, latest: [], atMarks: new Map() }
}

/** The login of the frames that matched; where none did, the latest of the handheld that the filter names. */
function concerned(
  latest: readonly FrameView[],
  tree: FilterNode | null,
): Pick<Mismatch, 'handheld' | 'flows'> {
  const flow = latest.findLast((frame) => frame.flow !== null)?.flow ?? null
  if (flow !== null) return { handheld: null, flows: [flow] }
  const parts = tree?.kind === 'all' ? tree.of : tree ? [tree] : []
  const [named] = parts.flatMap((one) => (one.kind === 'key' && one.key === 'handheld' ? [one.value] : []))
  return latest.length === 0 && named !== undefined ? { handheld: named } : { handheld: null, flows: [] }
}

/** Conditions of a filter of which each is left out in turn, to find what comes nearest. */
const mostTried = 8

interface Nearest {
  count: number
  latest: readonly FrameView[]
  /** The conditions that they meet, and the one that they do not. */
  have: string
  lack: string
}

/** Of a filter with several conditions: the frames that meet all but one. Null: there are none, or there is one condition only. */
async function nearestFrames(
  tree: FilterNode | null,
  before: number,
  ask: (filter: string) => Promise<{ count: number; latest: readonly FrameView[] }>,
): Promise<Nearest | null> {
  if (tree?.kind !== 'all') return null
  let nearest: Nearest | null = null
  for (const left of tree.of.slice(0, mostTried)) {
    const have = writeFilter({ kind: 'all', of: tree.of.filter((one) => one !== left) })
    const { count, latest } = await ask(`number>${before} (${have})`)
    // The fewer there are, the more is told by what they have.
    if (count === 0 || (nearest && nearest.count <= count)) continue
    nearest = { count, latest: latest.slice(-shownFrames), have, lack: writeFilter(left) }
  }
  return nearest
}

/** A filter depends on the handheld only if it contains `$handheld`. */
function keyOf(text: string, each: string | null): string {
  return hasPlaceholder(text) ? `${each}\n${text}` : text
}
