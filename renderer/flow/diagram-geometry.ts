import type { ProcessFlow } from '#contract'

/** Where things stand in the diagram, in units of its own. */
export const diagram = { width: 400, height: 132 } as const
export const boxHeight = 36

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
}

const middle = (diagram.height - boxHeight) / 2

/** Where the parts that are in every lab stand, from left to right. */
const columns: readonly Box[] = [
  { x: 3, y: middle, width: 70 },
  { x: 107, y: middle, width: 76 },
  { x: 215, y: middle, width: 56 },
]

/** The parts of the environment stand one below the other, to the right of the service. */
export function boxOf(index: number, count: number): Box {
  const column = columns[index]
  if (column) return column
  const others = count - columns.length
  const distance = (diagram.height - boxHeight - 8) / Math.max(1, others - 1)
  return { x: 299, y: middle + offsetOf(index - columns.length, others) * distance, width: 98 }
}

/** How far one of several stands from their middle. */
function offsetOf(index: number, count: number): number {
  return index - (count - 1) / 2
}

export interface HopShape {
  /** The line from the part where the hop begins to the other one. */
  readonly path: string
  readonly middle: { readonly x: number; readonly y: number }
  /** Where the text about it stands: clear of boxes and lines. */
  readonly label: { readonly x: number; readonly y: number }
  /** From left to right, so that its text may have an arrow. */
  readonly isStraight: boolean
}

export function hopShape({ hops, parts }: ProcessFlow, hop: ProcessFlow['hops'][number]): HopShape {
  const at = (part: string) => parts.findIndex(({ id }) => id === part)
  const from = boxOf(at(hop.from), parts.length)
  const to = boxOf(at(hop.to), parts.length)
  const [startX, endY] = [from.x + from.width, to.y + boxHeight / 2]
  const straightY = from.y + boxHeight / 2
  const midX = (startX + to.x) / 2
  if (endY === straightY) {
    const path = `M${startX} ${straightY}H${to.x}`
    return { path, middle: { x: midX, y: straightY }, label: { x: midX, y: from.y - 9 }, isStraight: true }
  }
  // Spread the paths that leave the same part, so that they do not begin at one point.
  const beside = hops.filter((other) => other.from === hop.from)
  const startY = straightY + offsetOf(beside.indexOf(hop), beside.length) * 10
  const path = `M${startX} ${startY}C${midX} ${startY} ${midX} ${endY} ${to.x} ${endY}`
  // Between the boxes on the right: below the upper one, above the lower one.
  const labelY = endY < straightY ? to.y + boxHeight + 14 : to.y - 6
  const label = { x: to.x + to.width / 2, y: labelY }
  return { path, middle: { x: midX, y: (startY + endY) / 2 }, label, isStraight: false }
}
