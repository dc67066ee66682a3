/** The pane that draws frames and decisions between lifelines, and its exports. */
export const ladder = {
  title: 'Ladder',
  /** Names of lifelines that the process flow does not tell. */
  handheld: 'Handheld',
  otherHandhelds: 'Other handhelds',
  wireless: 'Wireless network',
  database: 'Database',

  scope: 'Ladder shows',
  scopes: {
    login: 'A login',
    device: 'A device',
    session: 'A session',
    dialog: 'A dialog',
    time: 'The latest',
    range: 'From … to …',
    filter: 'As in Traffic',
  },
  login: 'Login in the ladder',
  device: 'Device in the ladder',
  session: 'Session in the ladder',
  dialog: 'Dialog in the ladder',
  time: 'Time in the ladder',
  ladderOf: {
    flow: 'Ladder of its login',
    call: 'Ladder of its dialog',
    session: 'Ladder of its session',
    handheld: 'Ladder of its device',
  },
  latestLogin: 'Latest login',
  /** A length such as `1 min`. */
  last: (length: string) => `The last ${length}`,
  rangeFrom: 'From',
  rangeTo: 'To',
  everythingKept: 'Everything kept',
  none: 'none',

  gapsToScale: 'Show time to scale',
  foldGaps: 'Fold the gaps in time',
  hideLane: (lane: string) => `Hide the lifeline of ${lane}`,
  showLane: (lane: string) => `Show the lifeline of ${lane}`,
  showEveryLane: 'Show all lifelines in their order',
  notShown: 'The ladder is folded.',
  exportAs: {
    svg: 'Export ladder as picture (SVG)',
    png: 'Export ladder as picture (PNG)',
    text: 'Export ladder as text',
    mermaid: 'Export ladder as Mermaid',
    clipboard: 'Copy ladder as text',
  },
  lanes: 'Lifelines',
  showAllLanes: 'Show all in their order',
  moveLane: 'Drag it, or move it with the arrow keys; Delete hides it',
  laneMoved: (lane: string, place: number, count: number) => `${lane} is number ${place} of ${count}`,
  laneHidden: (lane: string) => `${lane} is hidden`,
  hiddenArrows: (count: number) => `${count} ${count === 1 ? 'frame' : 'frames'} of hidden lifelines`,

  export: 'Export ladder',
  asSvg: 'Picture (SVG)',
  asPng: 'Picture (PNG)',
  asText: 'Text',
  asMermaid: 'Mermaid',
  copyText: 'Copy as text',
  copied: 'The ladder is on the clipboard.',
  notCopied: 'The browser does not let this page write to the clipboard.',
  tooLong: (rows: number) =>
    `A PNG holds no more: ${rows} ${rows === 1 ? 'row is' : 'rows are'} missing. SVG and text have all of them.`,
  exported: (name: string) => `Saved as ${name}`,
  exportFailed: 'The picture could not be made.',

  count: (arrows: number, decisions: number) =>
    `${arrows} ${arrows === 1 ? 'frame' : 'frames'}, ${decisions} ${decisions === 1 ? 'decision' : 'decisions'}`,
  cut: (most: number) => `the latest ${most.toLocaleString('en')} frames only`,
  empty: 'Nothing to draw yet',
  emptyHint: 'Log a handheld in: each frame becomes an arrow here, each decision of the service a note.',
  nothingHere: 'Nothing crossed here',
  nothingHereHint: 'Choose another login, device or time above.',
  allHidden: 'Every lifeline is hidden',

  /** Of an arrow, for screen readers: `REGISTER, Service to Comm. Server, 12 ms`. */
  arrow: (what: string, from: string, to: string, when: string) => `${what}, ${from} to ${to}, ${when}`,
  refusal: 'refusal',
  repeated: 'sent again',
  encrypted: 'encrypted',
  inProcess: 'in process',
  note: (what: string, when: string) => `${what}, ${when}`,
  /** Time that passed without anything. */
  later: (length: string) => `${length} later`,
  minutes: (minutes: number, seconds: number) =>
    seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`,
  hours: (hours: number, minutes: number) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  days: (days: number, hours: number) => (hours === 0 ? `${days} d` : `${days} d ${hours} h`),
  newer: (count: number) => `${count} newer`,

  /** The names of those who were logged out for one reason: `Alice and Dan logged out: outside coverage`. */
  loggedOut: (names: readonly string[], reason: string) => `${listed(names)} logged out: ${reason}`,
  outsideCoverage: 'outside coverage',
  silent: 'no status message',
  signedIn: (user: string) => `${user} is signed in`,
  handheldShows: (text: string) => `The handheld shows: ${text}`,
  sessionEnded: (user: string) => `Session of ${user} ended`,
  broken: 'Broken on purpose',
  stillBroken: 'Broken on purpose before',
  mended: 'Mended',
  settingChanged: 'Setting changed',
  coverage: 'Coverage',
  leftCoverage: 'Outside coverage',
  switchedOn: 'Switched on',
  switchedOff: 'Switched off',
  statusOn: 'Sends status messages again',
  statusOff: 'Sends no status messages',
}

function listed(names: readonly string[]): string {
  const [last = '', ...others] = names.toReversed()
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`
}
