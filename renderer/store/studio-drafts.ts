import { z } from 'zod'

/** A text that was not saved when its file was left, or the window closed. */
const draft = z.object({
  /** The folder and the file. */
  key: z.string(),
  text: z.string(),
  /** What was on disk when it was begun. */
  base: z.string(),
})
export type Draft = z.output<typeof draft>

const storageKey = 'bramble.studio.drafts'
/** The browser keeps some 5 million characters for all of the page. */
const mostDrafts = 8
const mostCharacters = 1_000_000

function stored(): Draft[] {
  try {
    return z.array(draft).parse(JSON.parse(localStorage.getItem(storageKey) ?? '[]'))
  } catch {
    return []
  }
}

function store(drafts: readonly Draft[]): void {
  let room = mostCharacters
  const kept = drafts.slice(0, mostDrafts).filter(({ base, text }) => {
    room -= base.length + text.length
    return room >= 0
  })
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept))
  } catch {
    return
  }
}

export function draftOf(key: string): Draft | null {
  return stored().find((one) => one.key === key) ?? null
}

/** Keeps the latest drafts. */
export function keepDraft(kept: Draft): void {
  store([kept, ...stored().filter(({ key }) => key !== kept.key)])
}

/** Forgets what is saved now, and not what another window has typed. */
export function forgetDraft(key: string, text: string): void {
  store(stored().filter((one) => one.key !== key || one.text !== text))
}
