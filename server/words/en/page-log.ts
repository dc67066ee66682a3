import type { LogComponent, LogLevel } from '#contract'

const components: Readonly<Record<LogComponent, string>> = {
  BBIM: 'BBIM: Collaboration Service',
  DISP: 'DISP: Dispatcher',
  ROUT: 'ROUT: Router',
}

/** The level and those above it. */
const levels: Readonly<Record<LogLevel, string>> = {
  1: 'Errors only',
  2: 'Warnings too',
  3: 'Information too',
  4: 'Details too',
  5: 'Every line',
}

/** The pane with the log in the original's form. */
export const log = {
  /** The exact name of the region. */
  title: 'Log',
  lines: 'Lines of the log',
  component: 'Component',
  components,
  everyComponent: 'Every component',
  level: 'Level',
  levels,
  search: 'Search the log',
  searchPlaceholder: 'Words of a line',
  count: (count: number) => (count === 1 ? '1 line' : `${count} lines`),
  countShown: (count: number, kept: number) => `${count} of ${kept} lines`,
  dropped: (count: number) => `(${count} older ones were dropped)`,
  reading: 'Reading the log…',
  noMatch: 'No line is like that.',
  showAll: 'Show the whole log',
  toEnd: 'Newest lines',
  aboutLogin: (flow: string) => `Login ${flow}`,
  about: (handheld: string) => handheld,
  notOnly: (what: string) => `Not only ${what}`,
  ofThisLogin: 'Show the log of this login',
  ofLogin: (handheld: string) => `Show the log of the login on ${handheld}`,
  ofHandheld: (handheld: string) => `Show the log of ${handheld}`,
  followLine: 'Follow in flow and traffic',
  noLogin: 'This line is about no login.',
  copyLine: 'Copy the line',
}
