import type { Item, Lane, Tone } from '../items.ts'
import { plainText } from '../plain-text.ts'
import { entryText } from '../spoken.ts'

/** The ladder as a sequence diagram of Mermaid. */

export interface MermaidOptions {
  isOpened: boolean
  title: string
  gapText(durationMs: number): string
}

/** Shorter pauses are not told. */
const leastGapMs = 1_000

export function mermaidOf(items: readonly Item[], lanes: readonly Lane[], options: MermaidOptions): string {
  // Names from outside never become identifiers: `end` would end the diagram.
  const ids = new Map(lanes.map(({ id }, index) => [id, `L${index + 1}`]))
  const [first] = ids.values()
  const last = [...ids.values()].at(-1)
  if (first === undefined || last === undefined) return ''
  const lines = [
    'sequenceDiagram',
    `  accTitle: ${oneLine(options.title)}`,
    ...lanes.map(({ id, label }) => `  participant ${ids.get(id)} as ${written(label)}`),
  ]
  let before: number | null = null
  for (const item of items) {
    if (before !== null && item.at - before >= leastGapMs)
      lines.push(`  Note over ${first},${last}: ${written(options.gapText(item.at - before))}`)
    before = item.at
    lines.push(...(item.kind === 'arrow' ? arrowLine(item, ids, options) : [noteLine(item, ids, first)]))
  }
  return `${lines.join('\n')}\n`
}

type Ids = ReadonlyMap<string, string>

function arrowLine(
  { frame, from, isRefusal, isRepeat, to }: Extract<Item, { kind: 'arrow' }>,
  ids: Ids,
  { isOpened }: MermaidOptions,
): string[] {
  const [start, end] = [ids.get(from), ids.get(to)]
  if (start === undefined || end === undefined) return []
  const said = isOpened ? frame.openedSummary : frame.summary
  const mark = isRefusal ? '✗ ' : isRepeat ? '↻ ' : frame.isEncrypted ? '🔒 ' : ''
  const arrow = frame.hop === 'dispatcher-service' ? '-->>' : isRefusal ? '-x' : '->>'
  return [`  ${start}${arrow}${end}: ${mark}${written(said)}`]
}

function noteLine(
  { entries, lanes, tone }: Extract<Item, { kind: 'note' }>,
  ids: Ids,
  first: string,
): string {
  const anchors = [...new Set(lanes.flatMap((id) => ids.get(id) ?? []))].slice(0, 2)
  const texts = entries.map((entry) => written(entryText(entry)))
  return `  Note over ${anchors.length === 0 ? first : anchors.join(',')}: ${tones[tone] ?? ''}${texts.join('<br/>')}`
}

const tones: Readonly<Partial<Record<Tone, string>>> = {
  refused: '✗ ',
  accepted: '✓ ',
  broken: '⚡ ',
  mended: '✓ ',
}

/** Everything but letters, digits, spaces and harmless signs as a numbered entity, so that no text is read as syntax. */
function written(text: string): string {
  const safe = [...plainText(text)]
    .map((character) =>
      /[\p{L}\p{N}\p{M} .,()/@_=+?!'-]/u.test(character) ? character : `#${character.codePointAt(0) ?? 0};`,
    )
    .join('')
  // A message that begins so is read as a directive.
  const escapedStart = safe.replace(/^(no)?wrap/i, (word) => `#${word.codePointAt(0) ?? 0};${word.slice(1)}`)
  return escapedStart.trim() === '' ? '#160;' : escapedStart
}

/** A title takes no entities. */
function oneLine(text: string): string {
  return plainText(text)
    .replace(/[^\p{L}\p{N} .,()@_+-]/gu, ' ')
    .trim()
}
