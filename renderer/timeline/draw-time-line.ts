import { type TimeLineView, type TimeMark, type TimeTone, timeLanes } from '#contract'
import { clockMinutes, clockTime, dayOf, preciseTime } from '../words/format.ts'
import { ticksOf, type ViewRange } from './view-range.ts'

/** Heights in pixels. */
const laneHeight = 4
const axisHeight = 12
export const stripHeight = timeLanes.length * laneHeight + axisHeight

/** A mark of a moment is so wide. */
const leastWidth = 4
/** What a label of the axis needs. */
const labelRoom = 96

const tones: Readonly<Record<TimeTone, string>> = {
  plain: '--ink-faint',
  good: '--good',
  warning: '--warn',
  bad: '--bad',
}

export interface Drawn {
  range: ViewRange
  line: TimeLineView | null
  /** In pixels of the page. */
  width: number
}

/** Draws marks and times. A canvas, since there may be thousands of marks. */
export function drawTimeLine(canvas: HTMLCanvasElement, { line, range, width }: Drawn): void {
  const context = canvas.getContext('2d')
  if (context === null || width < 1) return
  const style = getComputedStyle(canvas)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  // The window may draw everything larger: as many dots as the screen has.
  const scale = (canvas.getBoundingClientRect().width / width) * devicePixelRatio || 1
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(stripHeight * scale)
  context.scale(scale, scale)
  const xOf = (at: number) => ((at - range.from) / (range.to - range.from)) * width

  timeLanes.forEach((_, index) => {
    context.fillStyle = colour(index % 2 === 0 ? '--surface-sunken' : '--surface')
    context.fillRect(0, index * laneHeight, width, laneHeight)
  })
  if (line !== null) {
    // What is before the earliest moment that can be shown.
    const unknown = Math.min(width, Math.max(0, xOf(line.first)))
    context.fillStyle = colour('--line')
    context.fillRect(0, 0, unknown, timeLanes.length * laneHeight)
  }

  const { at: ticks, stepMs } = ticksOf(range, width, labelRoom, zoneOffsetMs(range.from))
  context.font = `${style.getPropertyValue('font-size')} ${style.getPropertyValue('font-family')}`
  context.textBaseline = 'middle'
  for (const tick of ticks) {
    const x = xOf(tick)
    context.fillStyle = colour('--line')
    context.fillRect(x, 0, 1, stripHeight)
    context.fillStyle = colour('--ink-soft')
    context.fillText(labelOf(tick, stepMs), x + 4, stripHeight - axisHeight / 2)
  }

  for (const mark of line?.marks ?? []) {
    const { height, left, top, wide } = boxOf(mark, xOf)
    context.fillStyle = colour(tones[mark.tone])
    context.fillRect(left, top, wide, height)
  }
}

function boxOf({ at, lane, until }: TimeMark, xOf: (at: number) => number) {
  const left = Math.round(xOf(at)) - 1
  return {
    left,
    top: timeLanes.indexOf(lane) * laneHeight,
    wide: Math.max(leastWidth, xOf(until) - left),
    height: laneHeight - 1,
  }
}

function labelOf(at: number, stepMs: number): string {
  if (stepMs >= 86_400_000) return dayOf(at)
  if (stepMs >= 60_000) return clockMinutes(at)
  return stepMs >= 1_000 ? clockTime(at) : preciseTime(at)
}

/** How far the clock of this page is ahead of UTC at a time. */
function zoneOffsetMs(at: number): number {
  return -new Date(at).getTimezoneOffset() * 60_000
}
