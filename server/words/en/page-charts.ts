/** The pane with what happened over lab time. */
export const charts = {
  /** The exact name of the region. */
  title: 'Charts',
  sessions: 'Sessions',
  frames: 'Frames a second',
  times: 'Login time',
  time: 'Time',
  changes: 'What changed',
  ofMaximum: (sessions: number, maximum: number) => `${sessions} of ${maximum}`,
  noLogins: 'no login',
  loginTimes: (logins: number, p50: string, p95: string) =>
    `${logins === 1 ? '1 login' : `${logins} logins`}, half within ${p50}, 95 % within ${p95}`,
  span: 'How far back',
  spans: { minutes: 'Last 5 minutes', hour: 'Last hour', all: 'All' },
  moment: 'Moment',
  keys: 'Arrows move, + and - zoom, Escape shows everything',
  zoomOut: 'Show the whole time',
  asTable: 'Show as a table',
  asCurves: 'Show as curves',
  reading: 'Reading what happened…',
  setting: (label: string, value: string) => `${label}: ${value}`,
  broke: (what: string) => `Broken: ${what}`,
  mended: (what: string) => `Mended: ${what}`,
  restarted: (place: string) => `Restarted: ${place}`,
}
