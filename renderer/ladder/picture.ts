import type { Item, Lane, Note } from './items.ts'
import { plainText } from './plain-text.ts'
import { textWidth, wrapped } from './text-width.ts'

/** Where everything stands: made once for the screen and for each export. A pure function of what is drawn and how. */

export interface PictureOptions {
  /** The width that there is. With many lanes the picture is wider. */
  width: number
  /** The size of small text in pixels, to which everything else is in proportion. */
  textSize: number
  /** `folded`: a pause is as high as its label. `scale`: a pause is as high as it is long. */
  gaps: 'folded' | 'scale'
  /** What stands in the margin beside a row. */
  timeOf(at: number): string
  /** Of a pause, such as `134 ms later`. */
  gapText(durationMs: number): string
}

/** A pause between two items. */
export interface Gap {
  readonly kind: 'gap'
  readonly id: string
  readonly at: number
  readonly durationMs: number
  readonly text: string
}

export interface Row {
  readonly item: Item | Gap
  readonly y: number
  readonly height: number
  /** The time in the margin; empty where it is that of the row before. */
  readonly time: string
  readonly box: NoteBox | null
}

/** Where a note stands in its row, and its lines. */
export interface NoteBox {
  x: number
  width: number
  lines: readonly NoteLine[]
  /** The lanes that it is about: a wide note alone would not tell. */
  anchors: readonly number[]
}

interface NoteLine {
  tag: string | null
  text: string
  isTitle: boolean
}

export interface Picture {
  readonly width: number
  readonly height: number
  /** Size of small text; all sizes are parts of it. */
  readonly unit: number
  /** The part on the left with the times. */
  readonly margin: number
  readonly lanes: readonly (Lane & { x: number; lines: readonly string[] })[]
  readonly headHeight: number
  readonly rows: readonly Row[]
  /** Number of frames that are not drawn, since an end of theirs is on no lane. */
  readonly hiddenArrows: number
}

/** Size of the times in the margin. */
export const timeSize = 10
/** The text size for which the measures below are. */
const designSize = 11.5
export const measures = {
  margin: 68,
  laneWidth: 71,
  mostLaneWidth: 190,
  arrowHeight: 33,
  smallGap: 19,
  largeGap: 30,
  noteLine: 15.5,
  notePadding: 6,
  noteSpace: 7,
  mostNoteWidth: 330,
  tagWidth: 21,
  headLine: 13.5,
} as const

/** Shorter pauses are none. */
const leastGapMs = 40
/** Longer ones are folded, with a break in the lifelines. */
export const longGapMs = 1_000
/** Pixels for a second, where time is drawn to scale. */
const pixelsPerSecond = 60
/** Browsers draw nothing that is higher than about twice this. */
const mostHeight = 8_000_000

export function pictureOf(items: readonly Item[], lanes: readonly Lane[], options: PictureOptions): Picture {
  const unit = options.textSize / designSize
  const margin = marginOf(items, options, unit)
  const room = Math.max(0, options.width - margin)
  const laneWidth = Math.min(
    measures.mostLaneWidth * unit,
    Math.max(measures.laneWidth * unit, room / Math.max(1, lanes.length)),
  )
  const width = Math.max(options.width, margin + laneWidth * lanes.length)
  const start = margin + (width - margin - laneWidth * lanes.length) / 2
  const placed = lanes.map((lane, index) => ({
    ...lane,
    label: plainText(lane.label),
    x: Math.round(start + laneWidth * (index + 0.5)),
    lines: wrapped(plainText(lane.label), laneWidth - 10 * unit, 10.5 * unit, 2, 600),
  }))
  const xOf = new Map(placed.map(({ id, x }) => [id, x]))
  const shown = items.filter((item) => item.kind === 'note' || (xOf.has(item.from) && xOf.has(item.to)))
  const scale = scaleOf(shown, options, unit)

  const rows: Row[] = []
  let y = 0
  let before: number | null = null
  let lastTime = ''
  const add = (item: Row['item'], height: number, time: string, box: NoteBox | null) => {
    rows.push({ item, y, height, time, box })
    y += height
  }
  for (const item of shown) {
    const durationMs = before === null ? 0 : item.at - before
    if (durationMs >= leastGapMs) {
      const gap: Gap = {
        kind: 'gap',
        id: `gap ${item.id}`,
        at: item.at,
        durationMs,
        text: options.gapText(durationMs),
      }
      add(gap, gapHeight(durationMs, options.gaps, unit, scale), '', null)
    }
    const time = options.timeOf(item.at)
    const shownTime = time === lastTime ? '' : time
    if (item.kind === 'arrow') add(item, measures.arrowHeight * unit, shownTime, null)
    else {
      const box = boxOf(item, xOf, { left: margin + 2 * unit, right: width - 4 * unit }, unit)
      const height = measures.noteLine * box.lines.length + 2 * measures.notePadding + measures.noteSpace
      add(item, height * unit, shownTime, box)
    }
    lastTime = time
    before = item.at
  }
  return {
    width,
    height: y,
    unit,
    margin,
    lanes: placed,
    headHeight: (2 * measures.headLine + 18) * unit,
    rows,
    hiddenArrows: items.length - shown.length,
  }
}

/** Room for the times; a clock needs more than the time since a login began. */
function marginOf(items: readonly Item[], { timeOf }: PictureOptions, unit: number): number {
  const times = [items[0], items.at(-1)].map((item) => (item === undefined ? '' : timeOf(item.at)))
  const widest = Math.max(...times.map((time) => textWidth(time, timeSize * unit)))
  return Math.max(measures.margin * unit, widest + 14 * unit)
}

function gapHeight(durationMs: number, gaps: 'folded' | 'scale', unit: number, scale: number): number {
  const least = (durationMs >= longGapMs ? measures.largeGap : measures.smallGap) * unit
  return gaps === 'folded' ? least : Math.max(measures.smallGap * unit, durationMs * scale)
}

/** Pixels for a millisecond. A day to scale would be higher than browsers draw. */
function scaleOf(items: readonly Item[], { gaps }: PictureOptions, unit: number): number {
  if (gaps === 'folded') return 0
  const durationMs = (items.at(-1)?.at ?? 0) - (items[0]?.at ?? 0)
  return Math.min((pixelsPerSecond * unit) / 1_000, mostHeight / Math.max(1, durationMs))
}

/** Notes are laid out again only when they have less or more room. */
const boxes = new WeakMap<Note, { key: string; box: NoteBox }>()

function boxOf(
  note: Note,
  xOf: ReadonlyMap<string, number>,
  { left, right }: { left: number; right: number },
  unit: number,
): NoteBox {
  const anchors = note.lanes.flatMap((id) => xOf.get(id) ?? [])
  // A decision is shown even if its lane is hidden.
  if (anchors.length === 0) anchors.push(xOf.get('service') ?? (left + right) / 2)
  const key = [...anchors, left, right, unit].join(' ')
  const known = boxes.get(note)
  if (known?.key === key) return known.box

  const padding = 9 * unit
  const room = right - left
  const span = Math.max(...anchors) - Math.min(...anchors)
  const hasTags = note.entries.some(({ tag }) => tag !== null)
  const tags = hasTags ? measures.tagWidth * unit : 0
  const most = Math.min(room, Math.max(measures.mostNoteWidth * unit, span + 60 * unit))
  const textRoom = most - 2 * padding - tags
  const lines: NoteLine[] = note.entries.flatMap(({ tag, text, title }) => [
    ...(title === null
      ? []
      : wrapped(plainText(title), textRoom, 11.5 * unit, 2, 650).map((line, index) => ({
          tag: index === 0 ? tag : null,
          text: line,
          isTitle: true,
        }))),
    ...wrapped(plainText(text), textRoom, 11 * unit, 4).map((line, index) => ({
      tag: index === 0 && title === null ? tag : null,
      text: line,
      isTitle: false,
    })),
  ])
  const longest = Math.max(
    ...lines.map(({ isTitle, text }) => textWidth(text, (isTitle ? 11.5 : 11) * unit, isTitle ? 650 : 450)),
  )
  const width = Math.min(most, Math.max(longest + 2 * padding + tags, span + 40 * unit))
  const middle = (Math.max(...anchors) + Math.min(...anchors)) / 2
  const x = Math.max(left, Math.min(right - width, middle - width / 2))
  const box = { x, width, lines, anchors }
  boxes.set(note, { key, box })
  return box
}

/** The rows that a window of this height shows, found without going through all of them. */
export function rowsBetween(rows: readonly Row[], top: number, bottom: number): { from: number; to: number } {
  const from = Math.max(0, indexAt(rows, top))
  return { from, to: Math.min(rows.length, indexAt(rows, bottom) + 1) }
}

/** The index of the row at this height. */
export function indexAt(rows: readonly Row[], y: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle]?.y ?? 0) <= y) low = middle
    else high = middle - 1
  }
  return low
}
