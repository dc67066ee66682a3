import { printable, printableLine } from '../../base/index.ts'
import type { FrameLayer } from '../frame.ts'
import { noteText } from '../summary-text.ts'
import type { KeptFrame } from './kept-frames.ts'

/** Bytes of a layer that has no text; the rest is counted. */
const mostBytes = 1_024
const bytesInLine = 16

/** A kept frame for people: a line of facts, its summary, and its layers below it. */
export function textOfKept({ frame, mark, view }: KeptFrame): string {
  const arrow = frame.direction === 'up' ? '→' : '←'
  const facts = [
    `#${frame.number}`,
    new Date(frame.at).toISOString(),
    `${frame.hop} ${arrow}`,
    view.handheld ?? '-',
    frame.protocol,
    `${frame.sizeBytes} bytes`,
  ]
  const lines = [
    printableLine(facts.join('  ')),
    `  ${printableLine(frame.openedSummary())}`,
    ...(mark === null ? [] : [`  * ${printableLine(mark)}`]),
    ...frame.layers({ reveal: false }).flatMap(linesOfLayer),
  ]
  return `${lines.join('\n')}\n\n`
}

function linesOfLayer({ bytes, fields, note, text, title }: FrameLayer): string[] {
  const head = `  -- ${printableLine(title)}: ${printableLine(noteText(note))}`
  if (text !== null) {
    const lines = printable(text.replaceAll('\r\n', '\n')).trimEnd().split('\n')
    return [head, ...lines.map((line) => `     ${line}`)]
  }
  const named = fields.map(({ name, value }) => `     ${printableLine(name)}: ${printableLine(value)}`)
  return [head, ...named, ...(bytes === null ? [] : linesOfBytes(bytes))]
}

function linesOfBytes(bytes: Uint8Array): string[] {
  const lines: string[] = []
  const shown = bytes.subarray(0, mostBytes)
  for (let at = 0; at < shown.length; at += bytesInLine) {
    const hex = Buffer.from(shown.subarray(at, at + bytesInLine)).toString('hex')
    lines.push(`     ${at.toString(16).padStart(4, '0')}  ${hex.match(/../g)?.join(' ') ?? ''}`)
  }
  if (bytes.length > mostBytes) lines.push(`     … ${bytes.length - mostBytes} more bytes`)
  return lines
}
