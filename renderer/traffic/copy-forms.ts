import type { LayerFieldView, LayerView } from '#contract'
import { filterValue } from '../words/filter-value.ts'
import { hexDump } from './hex.ts'

/** A layer as text: its own, or its fields line by line. */
export function layerText({ fields, text }: LayerView): string {
  if (text !== null) return text
  return fields.map(({ name, value, depth }) => `${'  '.repeat(depth)}${name}: ${value}`).join('\n')
}

export function layerHex(bytes: Uint8Array): string {
  return hexDump(bytes)
}

export function layerJson({ title, fields, text, bytes }: LayerView): string {
  const named = fields.map(({ name, value, range }) => ({
    name,
    value,
    ...(range === null ? {} : { range }),
  }))
  return JSON.stringify({ layer: title, fields: named, text, bytes }, null, 2)
}

/** A filter that finds frames with this field. */
export function fieldFilter({ about, name, value }: LayerFieldView): string {
  const isHeader =
    about?.startsWith('sip.') === true && !['sip.requestLine', 'sip.statusLine', 'sip.body'].includes(about)
  return isHeader ? `header:${name}=${filterValue(value)}` : `body:${filterValue(value)}`
}

/** A step of a scenario that expects such a frame. */
export function expectStep(filter: string): string {
  return `- expect:\n    frames:\n      filter: '${filter.replaceAll("'", "''")}'\n      min: 1\n`
}
