import type { FaultKind, FaultPlace } from '#contract'
import type { faults as english } from '../en/page-faults.ts'

const places: Readonly<Record<FaultPlace, string>> = {
  service: 'Collaboration Service',
  communicationsServer: 'Communications Server',
  directory: 'Verzeichnis',
  database: 'Konfigurationsdatenbank',
  dispatcher: 'Dispatcher',
  wireless: 'Funknetz',
}

const kinds: Readonly<Record<FaultKind, string>> = {
  down: 'außer Betrieb',
  reset: 'bricht Verbindungen ab',
  timeout: 'antwortet nicht',
  'signed-handshake-only': 'nur signierte Anmeldungen',
  'deaf-after-write-error': 'liest nach Schreibfehler nicht mehr',
  'certificate-expired': 'Zertifikat abgelaufen',
  'certificate-untrusted': 'Zertifikat nicht vertrauenswürdig',
  'certificate-name': 'Zertifikat auf falschen Namen',
  'certificate-missing': 'kein Zertifikat',
  'sessions-unchecked': 'Sitzungen ungeprüft',
  'keys-renewed': 'Schlüssel erneuert',
  'lengths-unchecked': 'Längen ungeprüft',
  'srp-id-claimed': 'SRP-ID beansprucht',
  'clock-skew': 'Uhr geht vor',
  'older-client': 'älterer Client',
  'version-filter': 'Versionsfilter',
  latency: 'langsam',
  answer: 'falsche Antworten',
  bandwidth: 'geringe Bandbreite',
  hold: 'hält fest',
  drop: 'verliert',
  'slow-close': 'schließt langsam',
}

const meanings: Readonly<Record<FaultKind, string>> = {
  down: 'Niemand nimmt Verbindungen an, und offene werden getrennt; mit einer Wahrscheinlichkeit nur die, die es trifft',
  reset: 'Verbindungen werden hart abgebrochen, offene sofort',
  timeout: 'Was dort ankommt, wird nie bearbeitet',
  'signed-handshake-only': 'Ein Client, der seinen NTLM-Handshake nicht signiert, wird abgewiesen',
  'deaf-after-write-error':
    'Der Server liest eine Verbindung nicht mehr, sobald die Gegenstelle sie geschlossen hat und sein Schreiben scheitert',
  'certificate-expired': 'Legt neuen Verbindungen ein abgelaufenes Zertifikat vor',
  'certificate-untrusted': 'Legt ein Zertifikat einer Stelle vor, der niemand vertraut',
  'certificate-name': 'Legt ein Zertifikat vor, das auf einen anderen Namen lautet',
  'certificate-missing': 'Legt kein Zertifikat vor',
  'sessions-unchecked': 'Jedes Gerät darf in der Sitzung jedes anderen handeln (CVE-2011-0290)',
  'keys-renewed': 'Der Dispatcher hat neue Transportschlüssel, die kein Gerät kennt',
  'lengths-unchecked': 'Ein Paket mit einer unmöglichen Länge hält den Router an, wie 2005',
  'srp-id-claimed': 'Ein zweiter Server beansprucht die SRP-ID von diesem',
  'clock-skew': 'Die Uhr seines Rechners geht vor',
  'older-client': 'Der Dienst gibt sich beim Communications Server als älterer Client aus',
  'version-filter': 'Clients werden wegen ihrer Version abgewiesen',
  latency: 'Alles wird später beantwortet',
  answer: 'Jede Anfrage bekommt eine falsche Antwort',
  bandwidth: 'Alles muss durch eine geringe Bandbreite',
  'slow-close': 'Verbindungen bleiben halb offen, bevor sie schließen',
  hold: 'Was dort vorbeikommt, wird festgehalten, bis es freigegeben wird; was auf der Verbindung folgt, wartet dahinter, und die Laborzeit geht weiter',
  drop: 'Was dort vorbeikommt, geht verloren',
}

const keys: Readonly<Record<string, string>> = {
  delay: 'Verzögerung',
  jitter: 'Schwankung',
  code: 'Code',
  direction: 'Richtung',
  rate: 'Rate',
  offset: 'Geht vor um',
  version: 'Version',
  minimum: 'Älteste Version',
  instance: 'Instanz',
  probability: 'Wahrscheinlichkeit',
  first: 'Nur die ersten',
  after: 'Beginnt nach',
  for: 'Dauer',
}

const placeholders: Readonly<Record<string, string>> = {
  jitter: 'keine',
  probability: '100 %',
  first: 'alle',
  after: 'sofort',
  for: 'bis behoben',
}

const choices: Readonly<Record<string, string>> = {
  both: 'beide Richtungen',
  to: 'hin',
  from: 'zurück',
}

const values: Readonly<Record<string, (value: string) => string>> = {
  delay: (value) => value,
  jitter: (value) => `± ${value}`,
  code: (value) => value,
  direction: (value) => choices[value] ?? value,
  rate: (value) => `${value} Bit/s`,
  offset: (value) => value,
  version: (value) => value,
  minimum: (value) => `ab ${value}`,
  probability: (value) => `in ${value} % der Fälle`,
  first: (value) => `die ersten ${value}`,
  after: (value) => `nach ${value}`,
  for: (value) => `für ${value}`,
}

const hints: Readonly<Record<string, string>> = {
  delay: 'Eine Dauer wie 250ms, 15 s oder 2 m',
  jitter: 'Eine Dauer wie 250ms, 15 s oder 2 m',
  code: 'Der Code der falschen Antwort, wie der Server ihn kennt, etwa 503, 52e oder 1205',
  rate: 'Bits je Sekunde oder eine Rate wie 40kbit',
  offset: 'Eine Dauer wie 250ms, 15 s oder 2 m',
  version: 'Eine Version wie 3.5.6907',
  minimum: 'Eine Version wie 3.5.6907',
  probability:
    'Wie wahrscheinlich es jede Verbindung, Anfrage oder jedes Paket trifft: Prozent von 0 bis 100',
  first: 'Wie viele Verbindungen, Anfragen oder Pakete es trifft, bevor es endet: eine ganze Zahl wie 3',
  after: 'Wie viel später es beginnt: eine Dauer wie 30 s',
  for: 'Wie lange nach dem Beginn es von selbst endet: eine Dauer wie 2 m',
}

export const faults: typeof english = {
  title: 'Absichtlich gestört',
  chips: 'Was gestört ist',
  none: 'Alles arbeitet, wie es soll.',
  places,
  kinds,
  keys,
  placeholders,
  hints,
  choices,
  values,
  meanings,
  is: (place, kind) => `${place}: ${kind}`,
  left: (left, first) => `noch ${left} von ${first}`,
  beginsIn: (time) => `beginnt in ${time}`,
  endsIn: (time) => `endet in ${time}`,
  others: (count) => `+${count}`,
  showOthers: (count) => (count === 1 ? 'Eine weitere Störung' : `${count} weitere Störungen`),
  count: (count) => (count === 1 ? '1 Störung' : `${count} Störungen`),

  held: (count, sizeBytes, time) =>
    count === 1
      ? `hält ${sizeBytes} fest seit ${time}`
      : `hält ${count} Frames fest, den ältesten seit ${time}`,
  releaseAt: (place) => `Festgehaltenes freigeben: ${place}`,
  catchNext: (place, kind) =>
    kind === 'hold' ? `Nächsten Frame festhalten: ${place}` : `Nächsten Frame verlieren: ${place}`,
  releaseAll: 'Alles Festgehaltene freigeben',
  restart: (place) => `Neu starten: ${place}`,
  restartMenu: 'Neu starten …',
  add: 'Etwas stören …',
  form: 'Etwas stören',
  place: 'Wo',
  kind: 'Was',
  allInstances: 'alle Instanzen',
  more: 'Wann und wie oft',
  set: 'Stören',
  willDo: 'Was geschehen wird',
  cannotRead: (label, hint) => `${label}: nicht verwendbar. ${hint}.`,
  replaces: 'Ersetzt, was dort jetzt auf gleiche Weise gestört ist.',
  wasSet: (place, kind) => `${place}: ${kind}`,
  wasMended: 'Behoben',
  allMended: (count) => (count === 1 ? 'Eine Störung behoben' : `${count} Störungen behoben`),
}
