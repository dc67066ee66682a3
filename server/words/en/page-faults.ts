import { type FaultKind, type FaultPlace, faultMeanings } from '#contract'

/** Faults by the words that one says aloud: in the list, on the chips, in the form. */
const places: Readonly<Record<FaultPlace, string>> = {
  service: 'Collaboration Service',
  communicationsServer: 'Communications Server',
  directory: 'Directory',
  database: 'Configuration Database',
  dispatcher: 'Dispatcher',
  wireless: 'Wireless network',
}

const kinds: Readonly<Record<FaultKind, string>> = {
  down: 'down',
  reset: 'connections cut',
  timeout: 'silent',
  'signed-handshake-only': 'signed handshakes only',
  'deaf-after-write-error': 'deaf after a write error',
  'certificate-expired': 'certificate expired',
  'certificate-untrusted': 'certificate untrusted',
  'certificate-name': 'certificate for another name',
  'certificate-missing': 'no certificate',
  'sessions-unchecked': 'sessions unchecked',
  'keys-renewed': 'keys renewed',
  'lengths-unchecked': 'lengths unchecked',
  'srp-id-claimed': 'SRP ID claimed',
  'clock-skew': 'clock ahead',
  'older-client': 'older client',
  'version-filter': 'version filter',
  latency: 'slow',
  answer: 'wrong answers',
  bandwidth: 'narrow',
  hold: 'held',
  drop: 'lost',
  'slow-close': 'slow to close',
}

/** What the keys of faults are called, of all kinds. */
const keys: Readonly<Record<string, string>> = {
  delay: 'Delay',
  jitter: 'More or less',
  code: 'Code',
  direction: 'Direction',
  rate: 'Rate',
  offset: 'Ahead by',
  version: 'Version',
  minimum: 'Oldest version',
  instance: 'Instance',
  probability: 'Chance',
  first: 'First',
  after: 'Begins after',
  for: 'Duration',
}

/** What the field of a key shows while it is empty. */
const placeholders: Readonly<Record<string, string>> = {
  jitter: 'none',
  probability: '100 %',
  first: 'all',
  after: 'at once',
  for: 'until mended',
}

/** Values of keys that have only a few. */
const choices: Readonly<Record<string, string>> = {
  both: 'both ways',
  to: 'to it',
  from: 'from it',
}

/** The value of a key in a sentence; durations come as `15 s`. */
const values: Readonly<Record<string, (value: string) => string>> = {
  delay: (value) => value,
  jitter: (value) => `± ${value}`,
  code: (value) => value,
  direction: (value) => choices[value] ?? value,
  rate: (value) => `${value} bit/s`,
  offset: (value) => value,
  version: (value) => value,
  minimum: (value) => `from ${value} on`,
  probability: (value) => `${value} % of the time`,
  first: (value) => `first ${value}`,
  after: (value) => `after ${value}`,
  for: (value) => `for ${value}`,
}

/** What may stand in the field of a key, where the contract's own words are not for everybody. */
const hints: Readonly<Record<string, string>> = {
  delay: 'A time such as 250ms, 15 s or 2 m',
  jitter: 'A time such as 250ms, 15 s or 2 m',
  code: 'The code of the wrong answer as the server knows it, such as 503, 52e or 1205',
  rate: 'Bits per second, or a rate such as 40kbit',
  offset: 'A time such as 250ms, 15 s or 2 m',
  version: 'A version such as 3.5.6907',
  minimum: 'A version such as 3.5.6907',
  probability: 'How likely each connection, request or packet is hit: a percentage from 0 to 100',
  first: 'How many connections, requests or packets are hit before it ends: a whole number such as 3',
  after: 'How much later it begins: a time such as 30 s',
  for: 'How long after its beginning it ends by itself: a time such as 2 m',
}

export const faults = {
  /** The name of a list. */
  title: 'Broken on purpose',
  /** The name of the chips in the top bar. */
  chips: 'What is broken',
  none: 'Everything works as it should.',
  places,
  kinds,
  keys,
  placeholders,
  hints,
  choices,
  values,
  meanings: faultMeanings,
  is: (place: string, kind: string) => `${place}: ${kind}`,
  left: (left: number, first: number) => `${left} of ${first} left`,
  beginsIn: (time: string) => `begins in ${time}`,
  endsIn: (time: string) => `ends in ${time}`,
  others: (count: number) => `+${count}`,
  showOthers: (count: number) =>
    count === 1 ? 'One more thing is broken' : `${count} more things are broken`,
  count: (count: number) => `${count} broken`,

  held: (count: number, sizeBytes: string, time: string) =>
    count === 1 ? `holding ${sizeBytes} since ${time}` : `holding ${count} frames, the oldest since ${time}`,
  releaseAt: (place: string) => `Release what is held at the ${place}`,
  catchNext: (place: string, kind: 'hold' | 'drop') =>
    kind === 'hold' ? `Hold the next frame at the ${place}` : `Lose the next frame at the ${place}`,
  releaseAll: 'Release everything held',
  restart: (place: string) => `Restart the ${place}`,
  restartMenu: 'Restart…',
  add: 'Break something…',
  form: 'Break something',
  place: 'Where',
  kind: 'What',
  allInstances: 'all instances',
  more: 'When, and how often',
  set: 'Break it',
  willDo: 'What will happen',
  cannotRead: (label: string, hint: string) => `${label}: not usable. ${hint}.`,
  replaces: 'Replaces what is broken there in the same way now.',
  wasSet: (place: string, kind: string) => `${place}: ${kind}`,
  wasMended: 'Mended',
  allMended: (count: number) => (count === 1 ? 'One thing was mended' : `${count} things were mended`),
}
