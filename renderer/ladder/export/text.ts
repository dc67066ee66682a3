import type { Item, Lane } from '../items.ts'
import { plainText } from '../plain-text.ts'
import { entryText } from '../spoken.ts'

/** The ladder as text, as sngrep draws it: lifelines of characters, two lines for an arrow. */

export interface TextOptions {
  isOpened: boolean
  timeOf(at: number): string
  gapText(durationMs: number): string
}

const timeWidth = 14
const leastColumn = 18
const mostColumn = 30
/** Shorter pauses are none. */
const leastGapMs = 40

export function textOf(items: readonly Item[], lanes: readonly Lane[], options: TextOptions): string {
  if (lanes.length === 0) return ''
  const labels = lanes.map(({ label }) => plainText(label))
  const column = Math.max(leastColumn, Math.min(mostColumn, ...[Math.max(...labels.map(widthOf)) + 4]))
  const center = (index: number) => timeWidth + index * column + (column >> 1)
  const width = timeWidth + lanes.length * column
  const indexOf = new Map(lanes.map(({ id }, index) => [id, index]))

  /** An empty line with the lifelines. */
  const blank = (mark = '│') => {
    const cells = new Cells(width)
    lanes.forEach((_, index) => {
      cells.put(center(index), mark)
    })
    return cells
  }

  const names = new Cells(width)
  const heads = blank('┬')
  labels.forEach((label, index) => {
    const name = cutTo(label, column - 2)
    names.put(center(index) - (widthOf(name) >> 1), name)
    heads.put(center(index) - 7, '───────')
    heads.put(center(index) + 1, '───────')
  })
  const lines = [names.text, heads.text]
  let before: number | null = null
  let lastTime = ''
  for (const item of items) {
    if (before !== null && item.at - before >= leastGapMs) {
      const gap = blank('┊')
      const text = ` ${options.gapText(item.at - before)} `
      gap.put(Math.round((center(0) + center(lanes.length - 1) - text.length) / 2), text)
      lines.push(gap.text)
    }
    const time = options.timeOf(item.at)
    const margin = time === lastTime ? '' : time
    const drawn =
      item.kind === 'arrow'
        ? arrowLines(item, indexOf, center, blank, options)
        : noteLines(item, indexOf, center, blank, width)
    if (drawn.length === 0) continue
    drawn[0]?.put(0, cutTo(margin, timeWidth - 2).padStart(timeWidth - 2))
    lines.push(...drawn.map(({ text }) => text))
    before = item.at
    lastTime = time
  }
  lines.push(blank('┴').text)
  return `${lines.join('\n')}\n`
}

function arrowLines(
  { frame, from, isRefusal, isRepeat, to }: Extract<Item, { kind: 'arrow' }>,
  indexOf: ReadonlyMap<string, number>,
  center: (index: number) => number,
  blank: () => Cells,
  { isOpened }: TextOptions,
): Cells[] {
  const [start, end] = [indexOf.get(from), indexOf.get(to)]
  if (start === undefined || end === undefined) return []
  const [left, right] = [center(Math.min(start, end)), center(Math.max(start, end))]
  const room = right - left - 1
  const body = (frame.hop === 'dispatcher-service' ? '- ' : frame.isEncrypted ? '═' : '─')
    .repeat(room)
    .slice(0, room - 2)
  const arrow = blank()
  arrow.put(left + 1, start < end ? ` ${body}>`.slice(0, room) : ` <${body}`.slice(0, room))

  const label = blank()
  const marks = `${isRepeat ? '(again) ' : ''}${isRefusal ? '✗ ' : ''}`
  const said = `${marks}${plainText(isOpened ? frame.openedSummary : frame.summary)}`
  const text = cutTo(said, label.width - left - 3)
  // A label that is longer than its arrow begins beside its left end.
  const at = widthOf(text) <= room - 2 ? left + 1 + ((room - widthOf(text)) >> 1) : left + 2
  label.put(at, text)
  return [label, arrow]
}

function noteLines(
  { entries, lanes }: Extract<Item, { kind: 'note' }>,
  indexOf: ReadonlyMap<string, number>,
  center: (index: number) => number,
  blank: () => Cells,
  width: number,
): Cells[] {
  const anchors = lanes.flatMap((id) => indexOf.get(id) ?? [])
  const middle = anchors.length === 0 ? width >> 1 : center(Math.min(...anchors))
  const texts = entries.flatMap((entry) => brokenAt(plainText(entryText(entry)), 56))
  const inner = Math.max(...texts.map(widthOf))
  const left = Math.max(timeWidth, Math.min(width - inner - 4, middle - (inner >> 1) - 2))
  return texts.map((text, index) => {
    const [open, close] =
      texts.length === 1
        ? ['[', ']']
        : index === 0
          ? ['┌', '┐']
          : index === texts.length - 1
            ? ['└', '┘']
            : ['│', '│']
    const cells = blank()
    cells.put(left, `${open} ${text}${' '.repeat(inner - widthOf(text))} ${close}`)
    return cells
  })
}

/** A line of characters that are put in place. A wide character takes two cells. */
class Cells {
  readonly width: number
  readonly #cells: string[]

  constructor(width: number) {
    this.width = width
    this.#cells = Array.from({ length: width }, () => ' ')
  }

  put(at: number, text: string): void {
    let place = at
    for (const character of text) {
      const taken = widthOf(character)
      if (taken === 0) {
        this.#cells[place - 1] += character
        continue
      }
      if (place >= 0) {
        this.#cells[place] = character
        if (taken === 2) this.#cells[place + 1] = ''
      }
      place += taken
    }
  }

  get text(): string {
    return this.#cells.join('').trimEnd()
  }
}

/** How many cells of a terminal a text takes. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += /\p{Mn}/u.test(character) ? 0 : isWide(character) ? 2 : 1
  return width
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
    character,
  )
}

function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}

function brokenAt(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].map((one) => cutTo(one, width))
}
