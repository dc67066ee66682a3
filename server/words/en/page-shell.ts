import type { NoticeLevel, NoticePart } from '#contract'

const levels: Readonly<Record<NoticeLevel, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'information',
}

/** Where a notice comes from. */
const noticeParts: Readonly<Record<NoticePart, string>> = {
  lab: 'lab',
  database: 'database',
  certificates: 'certificates',
  directory: 'directory',
  communications: 'communications',
  service: 'service',
  desktops: 'desktops',
  dispatcher: 'dispatcher',
  wireless: 'wireless',
  handhelds: 'handhelds',
  faults: 'faults',
  capture: 'capture',
}

/** What stands around the panes: bar, notices, palette, dialogs, short messages, the connection to the lab. */
export const shell = {
  /** A region's name for screen readers. */
  pane: (title: string) => `${title} pane`,
  panes: 'Panes of the window',
  menu: 'Menu',
  submenu: 'Submenu',
  preferences: 'Preferences',
  preferenceLabels: {
    language: 'Language',
    theme: 'Theme',
    motion: 'Motion',
    density: 'Handhelds are shown as',
    panes: 'Panes that are shown',
  },
  preferencesHint: 'They are remembered in this window. Sizes of panes are remembered as you drag them.',
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  toasts: 'Messages',

  parts: 'Parts of the lab',
  part: { dispatcher: 'Dispatcher', service: 'Collaboration Service', directory: 'Directory' },
  partState: { up: 'up', down: 'down', doubtful: 'broken', unknown: 'unknown' },
  labTime: 'Lab time',
  paused: 'paused',
  catchingUp: 'catching up',
  behind: 'This machine is too slow at the moment: lab time is behind and is catching up',
  speed: (speed: number) => `${speed} times as fast as real time`,

  notices: 'Notices',
  newNotices: (count: number) => `Notices, ${count} new`,
  noNotices: 'Nothing went wrong so far.',
  levels,
  noticeParts,

  palette: 'Commands',
  paletteHint: 'What do you want to do? Try “coverage alice none” or “send alice bob hello”',
  paletteEmpty: 'No command is called that.',

  reading: 'Reading the lab',
  connecting: 'Connecting to the lab',
  noAnswer:
    'No answer yet. Is the lab running, and is this the address that it printed? Each start has a new token.',
  connectionLost: (time: string) =>
    `Connection lost, trying again. What you see is how the lab was at ${time}; nothing can be changed.`,
  refused:
    'The lab was started again. Each start has a new token: open the address that `bramble serve` printed.',
  partMissing: 'This part of the window could not be loaded. The lab may have been updated.',
  loadAgain: 'Reload the page',
  notDone: {
    message: 'The connection to the lab is lost, so this was not done.',
    remedy: 'Wait until the page is connected again, then repeat it.',
  },
  notUnderstood: {
    message: 'The lab answered in a form that this page does not understand.',
    remedy: 'Reload the page: the lab may have been updated.',
  },
}
