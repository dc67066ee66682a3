import type { FlowStepView, FlowView, LayerView } from '#contract'

type Difference = 'same' | 'changed' | 'left' | 'right'

/** A name with the value that it has left and right; null where it is missing. */
export interface ComparedField {
  name: string
  left: string | null
  right: string | null
  difference: Difference
  depth: number
}

export interface ComparedLayer {
  title: string
  left: LayerView | null
  right: LayerView | null
  fields: ComparedField[]
}

/** Puts layers of the same title beside each other, and in them fields of the same name, in the order of the left frame. */
export function compareLayers(left: readonly LayerView[], right: readonly LayerView[]): ComparedLayer[] {
  return pair(left, right, ({ title }) => title).map(([one, other]) => ({
    title: one?.title ?? other?.title ?? '',
    left: one,
    right: other,
    fields: compareFields(one?.fields ?? [], other?.fields ?? []),
  }))
}

type Named = Pick<LayerView['fields'][number], 'name' | 'value' | 'depth'>

export function compareFields(left: readonly Named[], right: readonly Named[]): ComparedField[] {
  return pair(left, right, ({ name }) => name.toLowerCase()).map(([one, other]) => ({
    name: one?.name ?? other?.name ?? '',
    left: one?.value ?? null,
    right: other?.value ?? null,
    depth: one?.depth ?? other?.depth ?? 0,
    difference: differenceOf(one?.value ?? null, other?.value ?? null),
  }))
}

function differenceOf(left: string | null, right: string | null): Difference {
  if (left === null) return 'right'
  if (right === null) return 'left'
  return left === right ? 'same' : 'changed'
}

/** How many bytes are not the same, counting those that only the longer one has. */
export function differingBytes(left: Uint8Array, right: Uint8Array): number {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  let count = long.length - short.length
  short.forEach((byte, index) => {
    if (byte !== long[index]) count += 1
  })
  return count
}

/**
 * Pairs entries of the same key, the first with the first, the second with the second. What only the right list has stands after
 * what it follows there.
 */
function pair<T>(
  left: readonly T[],
  right: readonly T[],
  keyOf: (entry: T) => string,
): [left: T | null, right: T | null][] {
  const pairs: [T | null, T | null][] = left.map((entry) => [entry, null])
  const taken = new Set<number>()
  let after = 0
  for (const entry of right) {
    const at = left.findIndex((one, index) => !taken.has(index) && keyOf(one) === keyOf(entry))
    const match = left[at]
    if (match === undefined) {
      pairs.splice(after, 0, [null, entry])
      after += 1
      continue
    }
    taken.add(at)
    const place = pairs.findIndex(([one]) => one === match)
    pairs[place] = [match, entry]
    after = place + 1
  }
  return pairs
}

/** One step of two logins. Null: this login did not reach it. */
export interface ComparedStep {
  step: string
  left: TimedStep | null
  right: TimedStep | null
}

export interface TimedStep {
  outcome: FlowStepView['outcome']
  /** Since the login began. */
  afterMs: number
  detail: FlowStepView['detail']
}

/** The steps of two logins beside each other, in the given order. */
export function compareSteps(order: readonly string[], left: FlowView, right: FlowView): ComparedStep[] {
  return order.map((step) => ({ step, left: timed(left, step), right: timed(right, step) }))
}

function timed({ startedAt, steps }: FlowView, step: string): TimedStep | null {
  const found = steps.findLast((one) => one.step === step)
  if (found === undefined) return null
  return { outcome: found.outcome, afterMs: found.at - startedAt, detail: found.detail }
}
