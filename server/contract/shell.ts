import { z } from 'zod'
import { exportRequest } from './export.ts'

/**
 * The messages between the page and the main process of the desktop app, in addition to those of the lab's API. The page has the
 * actions, so it sends the entries of the menu bar; the main process sends back the entry that the user chose.
 */

const menuEntry = z.strictObject({
  /** Unique among the entries. It identifies the chosen one. */
  id: z.string().min(1).max(200),
  /** The menu that contains the entry, together with Electron's own entries. */
  menu: z.enum(['file', 'edit', 'lab', 'view', 'help']),
  label: z.string().min(1).max(200),
  /** The shortcut in Electron's notation. The menu only displays it; the page handles the keys. */
  accelerator: z
    .string()
    .regex(/^(?:CmdOrCtrl\+)?(?:Shift\+)?(?:[A-Z0-9,]|F\d{1,2}|Enter)$/)
    .nullable(),
  isEnabled: z.boolean(),
  /** Whether the entry has a check mark. Null if it cannot have one. */
  isChecked: z.boolean().nullable(),
})
export type MenuEntry = z.infer<typeof menuEntry>

/** Sent by the page: all entries of the menu bar and the language of the page, each time that one of them changes. */
export const menuRequest = z.strictObject({
  type: z.literal('menu'),
  entries: z.array(menuEntry).max(100),
  /** Language tag such as `de`, for the entries of the menu bar that do not come from the page. */
  language: z.string().max(35),
})
export type MenuRequest = z.infer<typeof menuRequest>

/** Sent to the page: the user chose an entry. */
export const menuChoice = z.strictObject({ type: z.literal('menu-choice'), id: z.string() })
export type MenuChoice = z.infer<typeof menuChoice>

/** Sent by the page: save an export to a file that the person chooses. The answer has the same ID. */
export const saveRequest = z.strictObject({
  type: z.literal('save-export'),
  id: z.int(),
  request: exportRequest,
  /** Instead: open it in Wireshark. */
  opensInWireshark: z.boolean().default(false),
})
export type SaveRequest = z.input<typeof saveRequest>

/** Sent to the page: the file was saved, the person chose none (`path` null), or why it could not be written. */
export const saveAnswer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('export-saved'), id: z.int(), path: z.string().nullable() }),
  z.strictObject({
    type: z.literal('export-failed'),
    id: z.int(),
    code: z.string(),
    facts: z.record(z.string(), z.unknown()),
    message: z.string(),
    remedy: z.string().nullable(),
  }),
])
export type SaveAnswer = z.infer<typeof saveAnswer>

/** Sent by the page: let the person choose the folder of scenario files. */
export const folderRequest = z.strictObject({ type: z.literal('choose-folder') })
export type FolderRequest = z.infer<typeof folderRequest>

/** Sent to the page: another folder was chosen (`true`), or none. */
export const folderAnswer = z.strictObject({ type: z.literal('folder-chosen'), isOther: z.boolean() })
export type FolderAnswer = z.infer<typeof folderAnswer>

const toPage: readonly (MenuChoice | SaveAnswer | FolderAnswer)['type'][] = [
  'menu-choice',
  'export-saved',
  'export-failed',
  'folder-chosen',
]
/** The types of messages that the desktop app sends to its page, beside those of the lab. A page looks at each message. */
export const shellMessageTypes: ReadonlySet<unknown> = new Set(toPage)
