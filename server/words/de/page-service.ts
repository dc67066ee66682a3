import type { service as english } from '../en/page-service.ts'

export const service: typeof english = {
  title: 'Dienst',
  settings: 'Einstellungen',
  breakOnPurpose: 'Absichtlich stören',
  directoryIsUp: 'Verzeichnis läuft',
  communicationsServerIsUp: 'Communications Server läuft',
  serverCertificate: 'Serverzertifikat',
  serverCertificateHint:
    'Das Zertifikat, das der Communications Server neuen Verbindungen von jetzt an vorlegt.',
  serviceCertificate: 'Dienstzertifikat',
  serviceCertificateHint:
    'Das Zertifikat, das der Dienst als seine Hälfte von MTLS auf neuen Verbindungen von jetzt an vorlegt.',
  noCertificates: 'Über TCP werden keine Zertifikate vorgelegt.',

  users: 'Benutzer',
  usersNote: 'darf den Client nutzen',
  user: (id) => `Benutzer ${id}`,
  addUser: 'Benutzer hinzufügen',
  saveUser: (id) => `Benutzer ${id} speichern`,
  changeUser: (sipAddress) => `${sipAddress}: Namen oder Kennwort ändern`,
  mayUseClientHint: 'Darf den Collaboration-Client nutzen',
  mayUseClient: (id) => `${id} darf den Client nutzen`,
  newUserId: 'Neue Benutzer-ID',
  fullName: 'Voller Name',
  fullNamePlaceholder: 'aus der ID',
  newPassword: 'Neues Kennwort',
  isEnabled: 'Das Konto im Verzeichnis ist freigegeben',
  isDisabled: 'gesperrt',
  passwordOfNew: 'Passw0rd!, wenn nichts anderes eingegeben wird',
  passwordUnchanged: 'unverändert',
  userIdProblem: (problem) => `Benutzer-ID: ${problem ?? 'nicht verwendbar'}.`,
  save: 'Speichern',

  endpoints: 'Endpunkte',
  endpoint: {
    dispatcher: 'Dispatcher',
    communicationsServer: 'Comm. Server',
    directory: 'Verzeichnis',
    domain: 'Domäne',
    database: 'Datenbank',
  },

  find: 'Suchen',
  findUser: 'Benutzer suchen',
  noUserMatches: 'Kein Benutzer passt.',
  findSession: 'Sitzung suchen',
  noSessionMatches: 'Keine Sitzung passt.',
  sortBy: (column) => `Nach ${column} sortieren`,

  sessions: 'Sitzungen',
  columns: {
    user: 'Benutzer',
    device: 'Gerät',
    coverage: 'Funk',
    lastStatus: 'Status um',
    idle: 'Leerlauf',
    quiet: 'Inaktiv',
    sip: 'SIP',
  },
  quietHint:
    'Wie lange die Person nichts mit dem Client getan hat; danach richtet sich das Inaktivitäts-Zeitlimit',
  noSessions: 'Keine Sitzungen. Ein Handheld, das sich anmeldet, erscheint hier.',
  limit: (count, limit, { isCapacity, isFull }) =>
    `${count} von ${limit}${isCapacity ? ' (Kapazität)' : ''}${isFull ? ', voll' : ''}`,
  capacityLimits: 'Keine Höchstzahl eingestellt: Die Kapazität begrenzt',
  maximum: 'Maximale Sitzungen',
  idleHint: 'Leerlauf: wird abgemeldet, sobald eine Anmeldung die Höchstzahl erreicht findet',
  pin: (pin) => `PIN ${pin}`,
  lastStatusAt: (time) => `Letzte Statusmeldung: ${time}`,
  registered: (sipAddress, server, details, until) =>
    [`${sipAddress} auf ${server}`, ...details, `bis ${until}`].join(', '),
  retrying: 'Versucht neu',
  retryingHint:
    'Die Verbindung zum Communications Server ist abgebrochen. Der Dienst registriert die Sitzung neu, bis ihre Registrierung abläuft',
  inside: 'Innerhalb',
  outside: 'Außerhalb',
  endedSessions: 'Beendete Sitzungen',
  ended: 'Beendet',
  endedOn: (handheld, ending) => ` auf ${handheld}: ${ending}`,
}
