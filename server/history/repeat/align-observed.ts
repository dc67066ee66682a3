import { diffArrays } from 'diff'
import type { Seen } from './observe.ts'

/** One of what was seen, and which one of its kind it is, from 1. */
interface SeenAt extends Seen {
  number: number
}

/**
 * What was recorded and what a branch did, side by side. `same`: at the same lab time. `moved`: the same, at another time.
 * `changed`: something else in its place. `recorded` and `branch`: only there.
 */
export type AlignedRow =
  | { what: 'same' | 'moved' | 'changed'; recorded: SeenAt; branch: SeenAt }
  | { what: 'recorded'; recorded: SeenAt; branch: null }
  | { what: 'branch'; recorded: null; branch: SeenAt }

/** Edits between two stretches up to which what only moved in time is looked for. Its cost grows with the square of this. */
const mostEdits = 2_000

/** A stretch without anything that is the same at the same time. */
interface Stretch {
  recorded: SeenAt[]
  branch: SeenAt[]
}

/**
 * Aligns two lists, each in the order of lab time, so that one more or one less does not make everything after it differ. What has
 * the same time and the same text on both sides stands beside each other. Between such rows, what has the same text does.
 */
export function* alignSeen(recorded: readonly Seen[], branch: readonly Seen[]): Generator<AlignedRow> {
  let open: Stretch = { recorded: [], branch: [] }
  const left = inMoments(recorded)
  const right = inMoments(branch)
  let [one, other] = [left.next().value, right.next().value]
  while (one !== undefined || other !== undefined) {
    const atMs = Math.min(atOf(one), atOf(other))
    const here = atOf(one) === atMs ? (one ?? []) : []
    const there = atOf(other) === atMs ? (other ?? []) : []
    for (const { what, ones, others } of matched(here, there)) {
      if (what === 'same') {
        yield* rowsOf(open)
        open = { recorded: [], branch: [] }
        yield* beside('same', ones, others)
      } else {
        open.recorded.push(...ones)
        open.branch.push(...others)
      }
    }
    if (atOf(one) === atMs) one = left.next().value
    if (atOf(other) === atMs) other = right.next().value
  }
  yield* rowsOf(open)
}

function atOf(moment: readonly Seen[] | undefined): number {
  return moment?.[0]?.atMs ?? Number.POSITIVE_INFINITY
}

/** What was seen at the same lab time, together. */
function* inMoments(seen: readonly Seen[]): Generator<SeenAt[], undefined> {
  let moment: SeenAt[] = []
  for (const [index, one] of seen.entries()) {
    if (moment.length > 0 && moment[0]?.atMs !== one.atMs) {
      yield moment
      moment = []
    }
    moment.push({ ...one, number: index + 1 })
  }
  if (moment.length > 0) yield moment
  return undefined
}

interface Matched {
  what: 'same' | 'other'
  ones: SeenAt[]
  others: SeenAt[]
}

/** Which texts are the same on both sides, in order. What is too different is taken for altogether different. */
function matched(ones: SeenAt[], others: SeenAt[]): Matched[] {
  if (ones.length === 0 || others.length === 0) return [{ what: 'other', ones, others }]
  if (isSameText(ones, others)) return [{ what: 'same', ones, others }]
  const changes = diffArrays(
    ones.map(({ text }) => text),
    others.map(({ text }) => text),
    { maxEditLength: mostEdits },
  )
  if (changes === undefined) return [{ what: 'other', ones, others }]
  let [from, fromOther] = [0, 0]
  return changes.map(({ added, count, removed }) => {
    const [takes, takesOther] = [added ? 0 : count, removed ? 0 : count]
    const part: Matched = {
      what: added || removed ? 'other' : 'same',
      ones: ones.slice(from, from + takes),
      others: others.slice(fromOther, fromOther + takesOther),
    }
    from += takes
    fromOther += takesOther
    return part
  })
}

function isSameText(ones: readonly Seen[], others: readonly Seen[]): boolean {
  return ones.length === others.length && ones.every(({ text }, index) => text === others[index]?.text)
}

/** Within a stretch nothing is the same at the same time: what is the same has moved, the rest stands in place of each other. */
function* rowsOf({ branch, recorded }: Stretch): Generator<AlignedRow> {
  let [ones, others]: [SeenAt[], SeenAt[]] = [[], []]
  for (const part of matched(recorded, branch)) {
    if (part.what === 'same') {
      yield* inPlace(ones, others)
      ;[ones, others] = [[], []]
      yield* beside('moved', part.ones, part.others)
    } else {
      ones.push(...part.ones)
      others.push(...part.others)
    }
  }
  yield* inPlace(ones, others)
}

function* inPlace(ones: readonly SeenAt[], others: readonly SeenAt[]): Generator<AlignedRow> {
  yield* beside('changed', ones, others)
  for (const recorded of ones.slice(others.length)) yield { what: 'recorded', recorded, branch: null }
  for (const branch of others.slice(ones.length)) yield { what: 'branch', recorded: null, branch }
}

function* beside(
  what: 'same' | 'moved' | 'changed',
  ones: readonly SeenAt[],
  others: readonly SeenAt[],
): Generator<AlignedRow> {
  for (const [index, recorded] of ones.entries()) {
    const branch = others[index]
    if (branch !== undefined) yield { what, recorded, branch }
  }
}
