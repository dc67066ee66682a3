import { z } from 'zod'

/**
 * What the page and the window of the desktop app say to each other, beside the messages of the lab's API. The page has the
 * actions, so it tells what the menu bar is to list; the window tells which of them somebody chose.
 */

const menuEntry = z.strictObject({
  /** Unique among the entries: what comes back when it is chosen. */
  id: z.string().min(1).max(200),
  /** Where it stands, beside what is the system's own. */
  menu: z.enum(['file', 'lab', 'view', 'help']),
  label: z.string().min(1).max(200),
  /** Keys that the page listens for, as Electron writes them; only shown. */
  accelerator: z
    .string()
    .regex(/^(?:CmdOrCtrl\+)?(?:Shift\+)?(?:[A-Z0-9]|F\d{1,2})$/)
    .nullable(),
  isEnabled: z.boolean(),
  /** Whether it is the one in use, of several; null where it names no state. */
  isChecked: z.boolean().nullable(),
})
export type MenuEntry = z.infer<typeof menuEntry>

/** From the page: the actions of the menu bar, all of them, each time that one changes, and the page's language. */
export const menuRequest = z.strictObject({
  type: z.literal('menu'),
  entries: z.array(menuEntry).max(100),
  /** A tag such as `de`, for what the menu bar has besides. */
  language: z.string().max(35),
})
export type MenuRequest = z.infer<typeof menuRequest>

/** To the page: somebody chose an entry. */
export const menuChoice = z.strictObject({ type: z.literal('menu-choice'), id: z.string() })
export type MenuChoice = z.infer<typeof menuChoice>
