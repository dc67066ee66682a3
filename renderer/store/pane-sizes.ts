import { z } from 'zod'

const key = 'bramble.sizes'

const sizes = z.record(z.string(), z.record(z.string(), z.number().positive()))

function stored(): z.infer<typeof sizes> {
  try {
    return sizes.parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return {}
  }
}

/** The sizes that somebody gave to the panes or columns of a group, by their names. */
export function sizesOf(group: string): Readonly<Record<string, number>> {
  return stored()[group] ?? {}
}

/** Remembers the sizes of a group. Without storage they last until the page is closed. */
export function rememberSizes(group: string, chosen: Readonly<Record<string, number>>): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...stored(), [group]: chosen }))
  } catch {
    return
  }
}
