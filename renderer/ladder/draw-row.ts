import type { Arrow, Tone } from './items.ts'
import { type Gap, longGapMs, measures, type NoteBox, type Picture, type Row, timeSize } from './picture.ts'
import { plainText } from './plain-text.ts'
import { filled, line, type Paint, round, roundedBox, type Shape, stroke, written } from './shapes.ts'
import { fitted, textWidth } from './text-width.ts'

/** How rows are drawn, beginning at the top of each. Lifelines are drawn apart, behind all of them. */

export interface DrawOptions {
  /** Whether the encryption is open: what frames say, or what the carrier sees. */
  isOpened: boolean
}

export function drawRow(row: Row, picture: Picture, options: DrawOptions): readonly Shape[] {
  const { item } = row
  const own =
    item.kind === 'arrow'
      ? drawArrow(item, picture, options)
      : item.kind === 'gap'
        ? drawGap(item, row, picture)
        : row.box === null
          ? []
          : drawNote(row.box, item.tone, picture)
  return row.time === '' ? own : [drawTime(row, picture), ...own]
}

function drawTime({ item, time }: Row, { margin, unit }: Picture): Shape {
  const y = item.kind === 'arrow' ? lineAt + 3.5 : measures.notePadding + 12.5
  return written(time, margin - 8 * unit, y * unit, {
    size: timeSize * unit,
    paint: 'ink-soft',
    anchor: 'end',
  })
}

/** Where the line of an arrow is, from the top of its row. */
const lineAt = 23

const hopPaints: ReadonlyMap<string, Paint> = new Map([
  ['handheld-dispatcher', 'hop-wireless'],
  ['dispatcher-service', 'hop-service'],
  ['service-directory', 'hop-directory'],
  ['service-communications', 'hop-communications'],
])

/** How protocols differ for those who see no colours: by the line, and by the outline of the label. */
function styleOf({ frame, via }: Arrow): {
  line: 'tube' | 'solid' | 'dashed' | 'dotted'
  tag: 'round' | 'square' | 'dashed'
} {
  if (frame.hop === 'dispatcher-service') return { line: 'dashed', tag: 'dashed' }
  if (frame.protocol === 'SRP') return { line: 'dotted', tag: 'square' }
  if (via !== null) return { line: 'tube', tag: 'round' }
  return { line: 'solid', tag: frame.protocol === 'LDAP' ? 'square' : 'round' }
}

function drawArrow(arrow: Arrow, picture: Picture, { isOpened }: DrawOptions): readonly Shape[] {
  const { unit } = picture
  const xOf = (id: string | null) => picture.lanes.find((lane) => lane.id === id)?.x
  const [from, to] = [xOf(arrow.from), xOf(arrow.to)]
  if (from === undefined || to === undefined) return []
  const paint = seemsRefused(arrow, isOpened) ? 'bad' : (hopPaints.get(arrow.frame.hop) ?? 'ink-soft')
  const via = xOf(arrow.via)
  return [
    ...drawLine({ from, to, via }, styleOf(arrow).line, paint, unit),
    ...drawLabel(arrow, (from + to) / 2, picture, paint, isOpened),
  ]
}

/** Who sees only the encryption sees no refusal. */
function seemsRefused({ frame, isRefusal }: Arrow, isOpened: boolean): boolean {
  return isRefusal && (isOpened || !frame.isEncrypted)
}

function drawLine(
  { from, to, via }: { from: number; to: number; via: number | undefined },
  style: ReturnType<typeof styleOf>['line'],
  paint: Paint,
  unit: number,
): readonly Shape[] {
  const y = lineAt * unit
  const way = Math.sign(to - from) || 1
  const head = 8 * unit
  const [start, tip] = [from + way * 2.5 * unit, to - way * 1.5 * unit]
  const end = tip - way * head * 0.8
  const shapes: Shape[] = []
  if (style === 'tube') {
    for (const offset of [-1.7, 1.7])
      shapes.push(stroke(line(start, y + offset * unit, end, y + offset * unit), paint, 1.1 * unit))
  } else {
    const dash = style === 'dashed' ? [5 * unit, 4 * unit] : style === 'dotted' ? [1.5 * unit, 3 * unit] : []
    shapes.push(stroke(line(start, y, style === 'dashed' ? tip : end, y), paint, 1.5 * unit, dash))
  }
  shapes.push(filled(roundedBox(from - 2.5 * unit, y - 2.5 * unit, 5 * unit, 5 * unit, 2.5 * unit), paint))
  if (via !== undefined && Math.min(from, to) < via && via < Math.max(from, to))
    shapes.push(
      filled(
        roundedBox(via - 3.5 * unit, y - 3.5 * unit, 7 * unit, 7 * unit, 3.5 * unit),
        'ground',
        paint,
        1.3 * unit,
      ),
    )
  const [back, side] = [round(tip - way * head), round(head * 0.52)]
  const barbs = `M${back} ${round(y - side)}L${round(tip)} ${round(y)}L${back} ${round(y + side)}`
  shapes.push(style === 'dashed' ? stroke(barbs, paint, 1.5 * unit) : filled(`${barbs}z`, paint))
  return shapes
}

const lock = (x: number, y: number, u: number) =>
  `M${round(x)} ${round(y + 3.4 * u)}h${round(6.4 * u)}v${round(4.8 * u)}h${round(-6.4 * u)}zM${round(x + 1.3 * u)} ${round(y + 3.4 * u)}v${round(-1.2 * u)}a${round(1.9 * u)} ${round(1.9 * u)} 0 0 1 ${round(3.8 * u)} 0v${round(1.2 * u)}`

/** The protocol in its outline, with a lock where it is encrypted, and what the frame says. */
function drawLabel(
  arrow: Arrow,
  middle: number,
  { margin, unit, width }: Picture,
  paint: Paint,
  isOpened: boolean,
): readonly Shape[] {
  const { frame } = arrow
  const size = 11 * unit
  const isLocked = frame.isEncrypted && !isOpened
  const protocol = plainText(frame.protocol)
  const lockRoom = frame.isEncrypted ? 10 * unit : 0
  const tagWidth = textWidth(protocol, 9 * unit, 650) + 9 * unit + lockRoom
  const said = plainText(isOpened ? frame.openedSummary : frame.summary)
  const repeated = arrow.isRepeat ? '↻ ' : ''
  const [left, right] = [margin + 4 * unit, width - 6 * unit]
  const text = fitted(repeated + said, right - left - tagWidth - 6 * unit, size, 550)
  const total = tagWidth + 5 * unit + textWidth(text, size, 550)
  const x = Math.max(left, Math.min(right - total, middle - total / 2))
  const [top, height] = [2.5 * unit, 13 * unit]
  const { tag } = styleOf(arrow)
  const outline = roundedBox(x, top, tagWidth, height, tag === 'round' ? height / 2 : 2.5 * unit)
  const shapes: Shape[] = [
    filled(outline, 'ground'),
    stroke(outline, paint, unit, tag === 'dashed' ? [2.5 * unit, 2 * unit] : []),
    written(protocol, x + 4.5 * unit + lockRoom, top + 9.8 * unit, { size: 9 * unit, weight: 650, paint }),
    written(text, x + tagWidth + 5 * unit, top + 10.5 * unit, {
      size,
      weight: paint === 'bad' ? 650 : 550,
      paint: paint === 'bad' ? 'bad' : isLocked ? 'ink-soft' : 'ink',
      hasHalo: true,
    }),
  ]
  if (frame.isEncrypted) {
    const at = lock(x + 4.5 * unit, top + 2.3 * unit, unit)
    shapes.push(isLocked ? filled(at, paint, paint, 0.9 * unit) : stroke(at, paint, 0.9 * unit))
  }
  return shapes
}

/** The colours of a note: what lies behind, its edge, its title and what marks it at the left. */
const toneStyles: Readonly<Record<Tone, { fill: Paint; edge: Paint; title: Paint; isQuiet: boolean }>> = {
  decision: { fill: 'accent-soft', edge: 'accent', title: 'accent', isQuiet: false },
  progress: { fill: 'surface-raised', edge: 'line-strong', title: 'ink-soft', isQuiet: true },
  passed: { fill: 'surface', edge: 'line-strong', title: 'ink-faint', isQuiet: true },
  refused: { fill: 'bad-soft', edge: 'bad', title: 'bad', isQuiet: false },
  accepted: { fill: 'good-soft', edge: 'good', title: 'good', isQuiet: false },
  ended: { fill: 'warn-soft', edge: 'warn', title: 'warn', isQuiet: false },
  broken: { fill: 'bad-soft', edge: 'bad', title: 'bad', isQuiet: false },
  mended: { fill: 'good-soft', edge: 'good', title: 'good', isQuiet: false },
  change: { fill: 'surface-raised', edge: 'line-strong', title: 'ink', isQuiet: true },
  warning: { fill: 'warn-soft', edge: 'warn', title: 'warn', isQuiet: false },
}

function drawNote({ anchors, lines, width, x }: NoteBox, tone: Tone, { unit }: Picture): readonly Shape[] {
  const { edge, fill, isQuiet, title } = toneStyles[tone]
  const height = (measures.noteLine * lines.length + 2 * measures.notePadding) * unit
  const top = (measures.noteSpace / 2) * unit
  const outline = roundedBox(x, top, width, height, 5 * unit)
  const dash = tone === 'passed' ? [3 * unit, 3 * unit] : []
  const shapes: Shape[] = [filled(outline, fill), stroke(outline, edge, (isQuiet ? 1 : 1.4) * unit, dash)]
  if (!isQuiet) {
    shapes.push(filled(roundedBox(x, top, 4 * unit, height, 2 * unit), edge))
  }
  const half = 4 * unit
  for (const anchor of anchors) {
    if (anchor < x + half || anchor > x + width - half) continue
    const notch = `M${round(anchor - half)} ${round(top)}L${round(anchor)} ${round(top - half)}L${round(anchor + half)} ${round(top)}`
    shapes.push(filled(`${notch}z`, fill), stroke(notch, edge, (isQuiet ? 1 : 1.4) * unit))
  }
  const hasTags = lines.some(({ tag }) => tag !== null)
  const textX = x + 9 * unit + (hasTags ? measures.tagWidth * unit : 0)
  lines.forEach(({ isTitle, tag, text }, index) => {
    const y = top + (measures.notePadding + measures.noteLine * index + 11.5) * unit
    if (tag !== null)
      shapes.push(written(tag, x + 9 * unit, y, { size: 11 * unit, weight: 650, paint: title }))
    shapes.push(
      written(text, textX, y, {
        size: (isTitle ? 11.5 : 11) * unit,
        weight: isTitle ? 650 : 450,
        paint: isTitle ? title : isQuiet ? 'ink-soft' : 'ink',
      }),
    )
  })
  return shapes
}

/** A pause: the lifelines are broken where it is folded and long. */
function drawGap({ durationMs, text }: Gap, { height }: Row, picture: Picture): readonly Shape[] {
  const { lanes, margin, unit } = picture
  const isLong = durationMs >= longGapMs
  const first = lanes[0]?.x ?? margin
  const last = lanes.at(-1)?.x ?? margin
  const middle = height / 2
  const shapes: Shape[] = []
  if (isLong) {
    const half = Math.min(6 * unit, middle - 2)
    for (const { x } of lanes) {
      shapes.push(
        filled(roundedBox(x - 2 * unit, middle - half, 4 * unit, 2 * half, 0), 'ground'),
        stroke(line(x, middle - half, x, middle + half), 'line-strong', 1.4 * unit, [1.5 * unit, 3 * unit]),
      )
    }
  }
  shapes.push(
    written(text, (first + last) / 2, middle + 3.8 * unit, {
      size: 10.5 * unit,
      weight: isLong ? 650 : 450,
      paint: isLong ? 'ink-soft' : 'ink-faint',
      anchor: 'middle',
      hasHalo: true,
    }),
  )
  return shapes
}

/** The names above the lifelines, for exports: on the screen they are elements that can be moved. */
export function drawHeads({ headHeight, lanes, unit }: Picture): readonly Shape[] {
  return lanes.flatMap(({ lines, note, x }): Shape[] => {
    const texts = note === '' || lines.length > 1 ? lines : [...lines, note]
    const widest = Math.max(...texts.map((text) => textWidth(text, 10.5 * unit, 650)))
    const height = headHeight - 8 * unit
    const box = roundedBox(x - widest / 2 - 7 * unit, 4 * unit, widest + 14 * unit, height, 6 * unit)
    const top = 4 * unit + (height - texts.length * measures.headLine * unit) / 2
    return [
      filled(box, 'surface-raised', 'line-strong'),
      ...texts.map((text, index) =>
        written(text, x, top + (measures.headLine * index + 10) * unit, {
          size: 10.5 * unit,
          weight: index < lines.length ? 650 : 450,
          paint: index < lines.length ? 'ink' : 'ink-faint',
          anchor: 'middle' as const,
        }),
      ),
    ]
  })
}
