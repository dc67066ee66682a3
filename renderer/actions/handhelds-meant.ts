import type { HandheldView, Snapshot } from '#contract'

/** Of more handhelds than these, those that the words name: all of them would bury everything else. */
const most = 12

/** The handhelds that somebody means who types this in the palette; nothing typed, none. */
export function handheldsMeant(lab: Snapshot | null, typed: string): readonly HandheldView[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (lab === null || words.length === 0) return []
  const { handhelds } = lab
  if (handhelds.length <= most) return handhelds
  const isNamed = ({ name, user }: HandheldView) =>
    words.some((word) => name.toLowerCase().startsWith(word) || user.toLowerCase() === word)
  const exact = handhelds.filter(({ name }) => words.includes(name.toLowerCase()))
  const begun = handhelds.filter((one) => !exact.includes(one) && isNamed(one)).slice(0, most)
  return [...exact, ...begun].slice(0, most)
}
