import type { HopShape } from './diagram-geometry.ts'
import type { StepMessage } from './messages-of-steps.ts'

/** A text of the diagram that says what crosses. */
export interface MessageLabel {
  id: string
  hop: string
  text: string
  x: number
  y: number
}

/** The texts of what a step sends. What passes through the Dispatcher is said once, in the middle of its way. */
export function messageLabels(
  messages: readonly StepMessage[],
  shapes: ReadonlyMap<string, HopShape>,
): readonly MessageLabel[] {
  const labels: MessageLabel[] = []
  const straight = messages.filter(({ hop, label }) => label !== '' && shapes.get(hop)?.isStraight === true)
  const [first] = straight
  if (first !== undefined) {
    const places = straight.flatMap(({ hop }) => shapes.get(hop)?.label ?? [])
    labels.push({
      id: first.id,
      hop: first.hop,
      text: first.direction === 'up' ? `${first.label} →` : `← ${first.label}`,
      x: places.reduce((sum, { x }) => sum + x, 0) / places.length,
      y: places[0]?.y ?? 0,
    })
  }
  for (const { id, hop, label } of messages) {
    const shape = shapes.get(hop)
    if (shape === undefined || shape.isStraight || label === '') continue
    labels.push({ id, hop, text: label, ...shape.label })
  }
  return labels
}
