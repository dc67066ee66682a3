import type { HandheldView, Snapshot } from '#contract'

/** Of more handhelds than these, those that the words name: all of them would bury everything else. */
const most = 12

interface Meant {
  lab: Snapshot
  typed: string
  handhelds: readonly HandheldView[]
}

/** The latest answer: a dozen actions ask the same at each key that is pressed. */
let latest: Meant | null = null

/** The handhelds that somebody means who types this in the palette; nothing typed, none. */
export function handheldsMeant(lab: Snapshot | null, typed: string): readonly HandheldView[] {
  if (lab === null) return []
  if (latest?.lab !== lab || latest.typed !== typed) {
    latest = { lab, typed, handhelds: found(lab.handhelds, typed) }
  }
  return latest.handhelds
}

function found(handhelds: readonly HandheldView[], typed: string): readonly HandheldView[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  if (handhelds.length <= most) return handhelds
  const exact = handhelds.filter(({ name }) => words.includes(name.toLowerCase()))
  const begun = handhelds.filter(
    ({ name, user }) =>
      !words.includes(name.toLowerCase()) &&
      words.some((word) => name.toLowerCase().startsWith(word) || user.toLowerCase() === word),
  )
  return [...exact, ...begun].slice(0, most)
}
