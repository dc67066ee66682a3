import { wordsOf } from '#words'
import { arrowsOf } from '../arrows.ts'
import { notesFor } from '../decisions.ts'
import type { Item, Lane } from '../items.ts'
import { handheldsIn, lanesOf } from '../lanes.ts'
import { merge } from '../merge.ts'
import { processFlow, someFrames, someLogin } from './some-login.ts'

const english = wordsOf('en')
const names: ReadonlyMap<string, string> = new Map([
  ['alice', 'Alice'],
  ['bob', 'Bob'],
  ['dan', 'Dan'],
])

/** The ladder of a login, as the pane makes it. */
export function someLadder(
  frames = someFrames(),
  recorded = someLogin(),
): { items: readonly Item[]; lanes: readonly Lane[] } {
  const handhelds = handheldsIn(frames, [recorded.flow.handheld])
  const notes = notesFor(
    { flow: recorded.flow.id, handheld: 'bob', session: null, from: 0, to: Number.POSITIVE_INFINITY },
    { list: [], flows: new Map([[recorded.flow.id, recorded]]) },
    { processFlow, words: english, nameOf: (user) => names.get(user) ?? user },
  )
  return {
    items: merge(arrowsOf(frames, processFlow, handhelds), notes, processFlow),
    lanes: lanesOf(processFlow, handhelds, english),
  }
}

/** What an item says, shortly. */
export function said(item: Item): string {
  if (item.kind === 'arrow') return item.frame.openedSummary
  const [entry] = item.entries
  return `[${item.entries.map(({ tag }) => tag ?? '').join(' ')}] ${entry?.title ?? entry?.text ?? ''}`
}
