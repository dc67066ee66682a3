import type { LinkPreset } from '#contract'

const groups = {
  settings: 'Settings',
  lab: 'Lab',
  time: 'Lab time',
  faults: 'Break and mend',
  window: 'Window',
  messages: 'Messages',
  handhelds: 'Handhelds',
}

const links: Readonly<Record<LinkPreset, string>> = {
  gprs: 'GPRS',
  edge: 'EDGE',
  umts: 'UMTS',
  hspa: 'HSPA',
  wifi: 'Wi-Fi',
}

const themes = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
}

const densities = {
  auto: 'automatic size',
  devices: 'whole devices',
  cards: 'compact cards',
  list: 'list',
  tiles: 'wall of tiles',
}

const panes = {
  service: 'Service',
  bench: 'Bench',
  ladder: 'Ladder',
  traffic: 'Traffic',
  flow: 'Login flow',
  sessions: 'Sessions',
  log: 'Log',
  charts: 'Charts',
  lessons: 'Lessons',
}

const languages = {
  system: 'as the system',
  en: 'English',
  de: 'Deutsch',
}

const synonyms: Readonly<Record<string, readonly string[]>> = {}

const motions = { system: 'as the system', less: 'less' }

/** What actions are called and why they cannot be done. */
export const actions = {
  groups,
  coverageMenu: 'Coverage',
  presenceMenu: 'Presence',
  themes,
  panes,

  noLab: 'The lab has not been read yet.',
  isOff: 'It has no power.',
  isSignedIn: 'Somebody is signed in on it.',
  isSigningIn: 'It is signing in.',
  isSignedOut: 'Nobody is signed in on it.',
  nobodySignedIn: 'Nobody is signed in.',
  everybodySignedIn: 'Every handheld that has power is signed in.',
  noPace: 'A scenario passes the time of this lab.',
  nothingBroken: 'Nothing is broken on purpose.',
  noTraffic: 'There is no traffic.',

  logIn: (name: string) => `Log in on ${name}`,
  logInAs: (name: string, user: string) => `Log in on ${name} as ${user}`,
  logInAll: (count: number) => `Log in all (${count})`,
  logOut: (name: string) => `Log out on ${name}`,
  logOutButton: 'Log out',
  logOutAll: (count: number) => `Log out all (${count})`,
  logOutAllQuestion: (count: number) => ({
    title: 'Log out all',
    text:
      count === 1
        ? 'One session ends. Messages that wait for it are lost.'
        : `${count} sessions end. Messages that wait for them are lost.`,
    confirm: 'Log out all',
  }),
  coverageOf: (name: string) => `Coverage of ${name}`,
  statusMessagesOf: (name: string) => `Status messages of ${name}`,
  powerOf: (name: string) => `Power of ${name}`,
  linkOf: (name: string) => `Link of ${name}`,
  presenceOf: (name: string) => `Presence of ${name}`,
  coverage: (name: string, coverage: string) => `Coverage of ${name}: ${coverage}`,
  statusMessages: (name: string, isOn: boolean) => `Status messages of ${name}: ${isOn ? 'on' : 'off'}`,
  power: (name: string, isOn: boolean) => `Power of ${name}: ${isOn ? 'on' : 'off'}`,
  link: (name: string, link: LinkPreset | null) =>
    `Link of ${name}: ${link === null ? 'as the coverage gives it' : links[link]}`,
  presence: (name: string, presence: string) => `Presence of ${name}: ${presence}`,
  showLarge: (name: string) => `Show the screen of ${name} large`,
  messages: (name: string) => `Messages of ${name}`,
  trafficOf: (name: string) => `Traffic of ${name} only`,
  remove: (name: string) => `Remove ${name}`,
  bringBack: (name: string) => `Bring back ${name}`,
  wasRemoved: (name: string) => `${name} was removed`,
  removedFacts: (pin: string, model: string) => `PIN ${pin}, ${model}.`,
  undo: 'Undo',
  writeTo: (from: string, to: string) => `Send a message from ${from} to ${to}…`,
  send: (from: string, to: string, text: string) => `Send “${text}” from ${from} to ${to}`,
  messageFrom: (from: string) => `Message from ${from}`,

  addHandheld: 'Add handheld…',
  addHandheldButton: 'Add handheld',
  newHandheld: 'New handheld',
  addPerson: 'Add user…',
  addPersonButton: 'Add user',
  editPerson: (id: string) => `Edit user ${id}…`,
  removePerson: (id: string) => `Remove user ${id}`,
  personRemoved: (id: string) => `User ${id} was removed`,
  personBroughtBack: 'Brought back, the user has the lab’s default password.',
  mayUseClient: (id: string, may: boolean) =>
    may ? `Let ${id} use the client` : `Forbid ${id} to use the client`,
  permissionOf: (id: string) => `Permission of ${id}`,
  clearTraffic: 'Clear traffic',
  hideStatus: (isHidden: boolean): string => (isHidden ? 'Show status messages' : 'Hide status messages'),
  applyFilter: (name: string) => `Filter traffic: ${name}`,
  removeFilter: (name: string) => `Remove the saved filter ${name}`,
  filterRemoved: (name: string) => `The filter ${name} is removed`,
  exportFrames: 'Export…',
  exportButton: 'Export',
  saveBundle: 'Save a ticket bundle…',
  openInWireshark: 'Open what the filter shows in Wireshark',
  onlyInApp: 'Only the desktop app starts programs. Export, and open the file there.',
  startRecording: 'Record traffic from now on…',
  stopRecording: 'Stop recording, and save',
  stopRecordingButton: 'Stop recording',
  isRecording: 'A recording is going on.',
  isNotRecording: 'Nothing is being recorded.',
  openBundle: 'Open a ticket bundle or capture…',
  backToLab: 'Back to the lab',
  isLab: 'The lab itself is shown.',
  isPast: 'The past is shown: it can only be read.',
  restartService: 'Restart the service',
  restartQuestion: {
    title: 'Restart the service',
    text: 'Every session ends, and the service starts again.',
    confirm: 'Restart',
  },

  pause: 'Lab time: pause',
  goOn: 'Lab time: go on',
  pauseButton: 'Halt lab time',
  goOnButton: 'Go on',
  step: 'Lab time: step to the next event',
  stepped: 'Step',
  stepButton: 'Step to the next event',
  speed: (speed: number) => `Lab time: ×${speed}`,
  speedButton: (speed: number) => (speed === 1 ? 'As fast as real time' : `${speed} times as fast`),
  jump: (time: string) => `Lab time: jump ${time}`,
  jumpButton: (time: string) => `Jump ${time}`,
  jumps: { 60000: '1 minute', 300000: '5 minutes', 3600000: '1 hour', 86400000: '1 day' },

  directory: (isUp: boolean): string => (isUp ? 'Bring the directory up' : 'Take the directory down'),
  communicationsServer: (isUp: boolean): string =>
    isUp ? 'Bring the Communications Server up' : 'Take the Communications Server down',
  serverCertificate: (kind: string) => `Server certificate: ${kind}`,
  serviceCertificate: (kind: string) => `Service certificate: ${kind}`,
  breakPlace: (place: string, fault: string) => `Break the ${place}: ${fault}`,
  mend: (place: string, fault: string) => `Mend the ${place}: ${fault}`,
  mendAll: 'Mend everything',

  chooseDemo: 'Demonstrations…',
  startDemo: (name: string) => `Start the demonstration “${name}”`,
  startDemoButton: 'Start',
  nextDemoStep: 'Next step of the demonstration',
  nextDemoStepButton: 'Next',
  restartDemo: 'Start the demonstration again',
  restartDemoButton: 'Restart',
  stopDemo: 'Stop the demonstration',
  stopDemoButton: 'Stop',
  noDemo: 'No demonstration is running.',
  demoIsBusy: 'A step of it is under way.',
  demoIsOver: 'All of its steps are done.',

  lastPane: 'It is the last pane that is open: unfold another one first.',
  present: 'Present',
  endPresentation: 'Leave',
  presentDevice: (name: string) => `Present ${name}`,
  replay: 'Replay the login step by step',
  haltReplay: 'Halt the replay',
  noLogin: 'Nobody has logged in yet.',

  palette: 'Commands',
  find: 'Find in this pane',
  explain: (pane: keyof typeof panes) => `Explain ${panes[pane]}`,
  help: 'Help',
  language: (language: keyof typeof languages) => `Language: ${languages[language]}`,
  languages,
  motion: (motion: keyof typeof motions) => `Motion: ${motions[motion]}`,
  motions,
  densities,
  preferences: 'Preferences…',
  theme: (theme: keyof typeof themes) => `Theme: ${themes[theme]}`,
  density: (density: keyof typeof densities) => `Handhelds: ${densities[density]}`,
  openFrames: 'Show inside the encryption',
  closeFrames: 'Hide what is inside the encryption',
  goTo: (pane: keyof typeof panes) => `Go to ${panes[pane]}`,
  fold: (pane: keyof typeof panes, isAway: boolean) =>
    isAway ? `Fold ${panes[pane]} away` : `Show ${panes[pane]}`,
  fillWithPane: (pane: keyof typeof panes) => `Fill the window with ${panes[pane]}`,
  showAllPanes: 'Show all panes',
  nextPane: 'Go to the next pane',
  previousPane: 'Go to the pane before',
  enlargePane: 'Make the pane larger',
  shrinkPane: 'Make the pane smaller',

  /** Other words for an action, by its name, besides those that are English in every language. */
  synonyms,
  /** Words that say nothing about what is meant. */
  fillers: ['the', 'a', 'an', 'of', 'for'],
  /** What may stand before the sender of a message, and between sender and recipient. */
  messageWords: ['send', 'a', 'message', 'messages', 'talk', 'say', 'from', 'to', 'im'],
  messageTo: 'to',
}
