import { z } from 'zod'
import { create } from 'zustand'
import { frameFormats, lessonLimits, longestFilter } from '#contract'
import { languages } from '#words'
import { speak } from '../words/words.ts'

const key = 'bramble.preferences'

/** What the page speaks; `system` is what the system speaks. */
export const languageChoices = ['system', ...languages] as const

/** Whether anything moves; `system` is as the system has it. */
export const motions = ['system', 'less'] as const
export const themes = ['system', 'light', 'dark'] as const
/** How the bench shows handhelds; `auto` goes by how many there are. */
export const densities = ['auto', 'devices', 'cards', 'list', 'tiles'] as const
export type Density = (typeof densities)[number]
/** The regions of the window, in the order in which the keyboard goes through them. */
export const panes = [
  'service',
  'bench',
  'ladder',
  'traffic',
  'log',
  'flow',
  'sessions',
  'charts',
  'lessons',
  'studio',
] as const
export type PaneName = (typeof panes)[number]
/** Panes that stay folded away until somebody shows them. */
const foldedAtFirst: readonly PaneName[] = ['ladder', 'log', 'charts', 'lessons', 'studio']

/** The columns of the list of handhelds, in order. */
export const handheldColumns = [
  'name',
  'user',
  'state',
  'coverage',
  'link',
  'session',
  'statusMessages',
  'held',
  'unread',
  'lastStatus',
] as const
const handheldSort = z.object({ column: z.enum(handheldColumns), isDescending: z.boolean() })
export type HandheldSort = z.infer<typeof handheldSort>

const deviceSet = z.object({ name: z.string(), handhelds: z.array(z.string()) })
export type DeviceSet = z.infer<typeof deviceSet>

/** The colour of the rows that match a saved filter. */
export const filterColours = ['none', 'red', 'amber', 'green', 'blue', 'violet'] as const
const savedFilter = z.object({
  name: z.string().min(1).max(100),
  filter: z.string().max(longestFilter),
  colour: z.enum(filterColours).catch('none'),
})
export type SavedFilter = z.infer<typeof savedFilter>

const preferences = z.object({
  theme: z.enum(themes).catch('system'),
  language: z.enum(languageChoices).catch('system'),
  motion: z.enum(motions).catch('system'),
  density: z.enum(densities).catch('auto'),
  /** Panes of which only the title is shown, at the bottom of the window. */
  foldedPanes: z.array(z.enum(panes)).catch([]),
  /** The panes that existed when this was stored; any other is folded or not as it is at first. */
  knownPanes: z.array(z.string()).catch([]),
  /** The pane that fills the window, or null. */
  fullPane: z.enum(panes).nullable().catch(null),
  /** Whether the traffic shows what is on the wire and what is inside beside each other. */
  showsBothSides: z.boolean().catch(false),
  /** How frames were exported last, and how far back. */
  exportFormat: z.enum(frameFormats).catch('pcapng'),
  exportMinutes: z.number().positive().catch(5),
  handheldSort: handheldSort.catch({ column: 'name', isDescending: false }),
  /** Handhelds that somebody saved together under a name. */
  deviceSets: z.array(deviceSet).catch([]),
  /** How far back the charts go. */
  chartSpan: z.enum(['minutes', 'hour', 'all']).catch('minutes'),
  /** How much lab time the time line showed last; null: nobody has zoomed yet. */
  timeLineSpanMs: z.number().positive().nullable().catch(null),
  isTimeLineFolded: z.boolean().catch(false),
  savedFilters: z.array(savedFilter).max(100).catch([]),
  /** Whether the traffic leaves status messages out. */
  hidesStatus: z.boolean().catch(false),
  /** The name under which results of lessons are kept; empty: none. */
  trainee: z.string().max(lessonLimits.trainee).catch(''),
  /** The best result of each lesson that was finished here. */
  lessonResults: z.record(z.string(), z.object({ earned: z.number(), most: z.number() })).catch({}),
  /** After the first successful login the page no longer shows the lab's default password. */
  hasSignedIn: z.boolean().catch(false),
})
export type Preferences = z.infer<typeof preferences>

function stored(): Preferences {
  try {
    return readPreferences(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return readPreferences({})
  }
}

/** Reads what was stored, perhaps by a version of the page that had fewer panes. */
export function readPreferences(value: unknown, hidden: readonly PaneName[] = foldedAtFirst): Preferences {
  const read = preferences.parse(value)
  const folded = new Set(read.foldedPanes)
  for (const pane of hidden) if (!read.knownPanes.includes(pane)) folded.add(pane)
  return { ...read, foldedPanes: [...folded], knownPanes: [...panes] }
}

export const usePreferences = create<Preferences>(() => stored())

/** Saves the preferences in local storage. Without storage they last until the page is closed. */
export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change)
  try {
    localStorage.setItem(key, JSON.stringify(usePreferences.getState()))
  } catch {
    return
  }
}

/** Keeps the page's theme in step with the preference and with the system's. */
export function followTheme(): void {
  followSystem('(prefers-color-scheme: dark)', ({ theme }, isSystemDark) => {
    const isDark = theme === 'dark' || (theme === 'system' && isSystemDark)
    return { theme: isDark ? 'dark' : 'light' }
  })
}

/** Keeps what moves on the page in step with the preference and with the system's. */
export function followMotion(): void {
  followSystem('(prefers-reduced-motion: reduce)', ({ motion }, isLessInSystem) => ({
    motion: motion === 'less' || isLessInSystem ? 'less' : 'usual',
  }))
}

/**
 * Keeps data of the page's root in step with the preferences and with a query of the system. It is written only where it differs, and
 * the query is asked only when it changes: either makes the browser compute every style of the page anew.
 */
function followSystem(
  query: string,
  dataOf: (preferences: Preferences, matches: boolean) => Readonly<Record<string, string>>,
): void {
  const system = window.matchMedia(query)
  let { matches } = system
  const { dataset } = document.documentElement
  const apply = () => {
    for (const [name, value] of Object.entries(dataOf(usePreferences.getState(), matches)))
      if (dataset[name] !== value) dataset[name] = value
  }
  system.addEventListener('change', (change) => {
    matches = change.matches
    apply()
  })
  usePreferences.subscribe(apply)
  apply()
}

/** Lets the page speak the language that was chosen. */
export function followLanguage(): void {
  const apply = () => speak(usePreferences.getState().language)
  usePreferences.subscribe(apply)
  apply()
}
