import { type FrameView, type LabApi, parseFrameFilter, readable } from '#contract'
import type { Mismatch } from './expectations.ts'
import { hasPlaceholder, type Names, spell } from './handheld-names.ts'
import { repeatableText } from './repeatable-text.ts'
import type { Scenario } from './scenario.ts'
import type { Expectation, Step } from './steps.ts'

/** Frames that a failed expectation shows. */
const shownFrames = 5

/** How many frames have crossed that a filter lets through. They are counted as they cross, and not kept. */
interface Count {
  readonly lets: (frame: ReturnType<typeof readable>) => boolean
  frames: number
  latest: FrameView[]
}

/** The frames of one run, counted for the filters of its scenario; nobody looks at them where it expects none. */
export interface ScenarioFrames {
  /** Compares with the frames that have been told of; a snapshot sees to it that all of them are. */
  mismatches(expected: Expectation, each: string | null): Mismatch[]
  stop(): void
}

export async function countFrames(
  scenario: Scenario,
  handhelds: Names,
  api: LabApi,
  startMs: number,
): Promise<ScenarioFrames> {
  const counts = new Map<string, Count>()
  collect(scenario.steps, null)
  if (counts.size === 0) return { mismatches: () => [], stop() {} }

  const all = newCount(() => true)
  let firstHeard = Number.POSITIVE_INFINITY
  const hear = (frame: FrameView) => {
    firstHeard = Math.min(firstHeard, frame.number)
    const seen = readable(frame, true)
    for (const count of [all, ...counts.values()]) {
      if (!count.lets(seen)) continue
      count.frames += 1
      count.latest.push(frame)
      if (count.latest.length > shownFrames) count.latest.shift()
    }
  }
  const stop = api.subscribe(
    (event) => {
      if (event.type === 'frames') for (const frame of event.frames) hear(frame)
    },
    ['frames'],
  )
  // Those of the lab's start had crossed before anybody could listen.
  const { frames } = await api.snapshot()
  const from = firstHeard
  for (const frame of frames) if (frame.number < from) hear(frame)
  const hidePorts = repeatableText(scenario.lab)

  return {
    mismatches({ frames: expected }, each) {
      if (!expected) return []
      const text = expected.filter ?? ''
      const count = counts.get(keyOf(text, each))
      if (!count) throw new Error(`the filter ${text} was not collected`)
      const wanted = bounds(expected)
      if (count.frames >= wanted.min && count.frames <= wanted.max) return []
      const which = text.trim() === '' ? 'frames' : `frames with ${spell(text, each)}`
      const isNone = count.latest.length === 0
      const heading = isNone ? `the latest of ${all.frames} frames` : 'the latest of these'
      const lines = (isNone ? all : count).latest.map((frame) => `\n    ${describe(frame)}`)
      const message = `expected ${wanted.words} ${which}, found ${count.frames}; ${heading}:${lines.join('')}`
      return [{ path: ['expect', 'frames'], message, handheld: null }]
    },
    stop,
  }

  function collect(steps: readonly Step[], names: readonly string[] | null): void {
    for (const { each, expect, repeat } of steps) {
      if (expect?.frames) {
        const text = expect.frames.filter ?? ''
        for (const name of names ?? [null]) {
          const parsed = parseFrameFilter(text, (word) => spell(word, name))
          if (parsed.problem === null) counts.set(keyOf(text, name), newCount(parsed.test))
        }
      }
      if (repeat) collect(repeat.steps, names)
      if (each) {
        const inner = (names ?? [null]).flatMap((name) => handhelds.matching(spell(each.handheld, name)))
        collect(each.steps, [...new Set(inner)])
      }
    }
  }

  function describe({ at, direction, handheld, hop, openedSummary, protocol }: FrameView): string {
    const time = ((at - startMs) / 1_000).toFixed(3)
    return `${time} s  ${hop}  ${direction}  ${handheld ?? '–'}  ${protocol}  ${hidePorts(openedSummary)}`
  }
}

function newCount(lets: Count['lets']): Count {
  return { lets, frames: 0, latest: [] }
}

/** A filter means something else for each handheld only where it speaks of it. */
function keyOf(text: string, each: string | null): string {
  return hasPlaceholder(text) ? `${each}\n${text}` : text
}

function bounds({ count, max, min }: NonNullable<Expectation['frames']>) {
  const isAny = count === undefined && max === undefined && min === undefined
  const least = Math.max(count ?? 0, min ?? 0, isAny ? 1 : 0)
  const most = Math.min(count ?? Number.POSITIVE_INFINITY, max ?? Number.POSITIVE_INFINITY)
  const words =
    count !== undefined
      ? `${count}`
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least}`
        : least === 0
          ? `at most ${most}`
          : `${least} to ${most}`
  return { min: least, max: most, words }
}
