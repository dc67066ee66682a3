import type { ladder as english } from '../en/page-ladder.ts'

export const ladder: typeof english = {
  title: 'Leiter',
  handheld: 'Handheld',
  otherHandhelds: 'Andere Handhelds',
  wireless: 'Funknetz',
  database: 'Datenbank',

  scope: 'Die Leiter zeigt',
  scopes: {
    login: 'Eine Anmeldung',
    device: 'Ein Gerät',
    session: 'Eine Sitzung',
    dialog: 'Einen Dialog',
    time: 'Das Neueste',
    range: 'Von … bis …',
    filter: 'Wie im Verkehr',
  },
  login: 'Anmeldung in der Leiter',
  device: 'Gerät in der Leiter',
  session: 'Sitzung in der Leiter',
  dialog: 'Dialog in der Leiter',
  time: 'Zeit in der Leiter',
  ladderOf: {
    flow: 'Leiter seiner Anmeldung',
    call: 'Leiter seines Dialogs',
    session: 'Leiter seiner Sitzung',
    handheld: 'Leiter seines Geräts',
  },
  latestLogin: 'Neueste Anmeldung',
  last: (length) => `Die letzten ${length}`,
  rangeFrom: 'Von',
  rangeTo: 'Bis',
  everythingKept: 'Alles Aufbewahrte',
  none: 'keine',

  gapsToScale: 'Zeit maßstäblich zeigen',
  lanes: 'Lebenslinien',
  showAllLanes: 'Alle zeigen, in ihrer Reihenfolge',
  moveLane: 'Ziehen oder mit den Pfeiltasten verschieben; Entf verbirgt',
  laneMoved: (lane, place, count) => `${lane} ist Nummer ${place} von ${count}`,
  laneHidden: (lane) => `${lane} ist verborgen`,
  hiddenArrows: (count) => `${count} ${count === 1 ? 'Frame' : 'Frames'} verborgener Lebenslinien`,

  export: 'Leiter exportieren',
  asSvg: 'Bild (SVG)',
  asPng: 'Bild (PNG)',
  asText: 'Text',
  asMermaid: 'Mermaid',
  copyText: 'Als Text kopieren',
  copied: 'Die Leiter ist in der Zwischenablage.',
  notCopied: 'Der Browser lässt diese Seite nicht in die Zwischenablage schreiben.',
  tooLong: (rows) =>
    `Mehr fasst ein PNG nicht: ${rows} ${rows === 1 ? 'Zeile fehlt' : 'Zeilen fehlen'}. SVG und Text haben alle.`,
  exported: (name) => `Gespeichert als ${name}`,
  exportFailed: 'Das Bild ließ sich nicht herstellen.',

  count: (arrows, decisions) =>
    `${arrows} ${arrows === 1 ? 'Frame' : 'Frames'}, ${decisions} ${decisions === 1 ? 'Entscheidung' : 'Entscheidungen'}`,
  cut: (most) => `nur die letzten ${most.toLocaleString('de')} Frames`,
  empty: 'Noch nichts zu zeichnen',
  emptyHint:
    'Melden Sie ein Handheld an: Jeder Frame wird hier ein Pfeil, jede Entscheidung des Dienstes eine Notiz.',
  nothingHere: 'Hier lief nichts',
  nothingHereHint: 'Wählen Sie oben eine andere Anmeldung, ein anderes Gerät oder eine andere Zeit.',
  allHidden: 'Alle Lebenslinien sind verborgen',

  arrow: (what, from, to, when) => `${what}, ${from} an ${to}, ${when}`,
  refusal: 'Ablehnung',
  repeated: 'erneut gesendet',
  encrypted: 'verschlüsselt',
  inProcess: 'im Prozess',
  note: (what, when) => `${what}, ${when}`,
  later: (length) => `${length} später`,
  minutes: (minutes, seconds) => (seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`),
  hours: (hours, minutes) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  days: (days, hours) => (hours === 0 ? `${days} d` : `${days} d ${hours} h`),
  newer: (count) => `${count} neuere`,

  loggedOut: (names, reason) => `${listed(names)} abgemeldet: ${reason}`,
  outsideCoverage: 'außerhalb der Funkabdeckung',
  silent: 'keine Statusmeldung',
  signedIn: (user) => `${user} ist angemeldet`,
  handheldShows: (text) => `Das Handheld zeigt: ${text}`,
  sessionEnded: (user) => `Sitzung von ${user} beendet`,
  broken: 'Absichtlich gestört',
  stillBroken: 'Schon vorher absichtlich gestört',
  mended: 'Behoben',
  settingChanged: 'Einstellung geändert',
  coverage: 'Funkabdeckung',
  leftCoverage: 'Außerhalb der Funkabdeckung',
  switchedOn: 'Eingeschaltet',
  switchedOff: 'Ausgeschaltet',
  statusOn: 'Sendet wieder Statusmeldungen',
  statusOff: 'Sendet keine Statusmeldungen',
}

function listed(names: readonly string[]): string {
  const [last = '', ...others] = names.toReversed()
  return others.length === 0 ? last : `${others.toReversed().join(', ')} und ${last}`
}
