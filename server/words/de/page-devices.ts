import type { devices as english } from '../en/page-devices.ts'

export const devices: typeof english = {
  facets: {
    off: 'aus',
    'logged-out': 'unbemerkt abgemeldet',
    'no-coverage': 'ohne Funk',
    refused: 'abgelehnt',
    silent: 'still',
    'signing-in': 'bei der Anmeldung',
    'signed-in': 'angemeldet',
    'signed-out': 'abgemeldet',
    held: 'mit wartenden Paketen',
    unread: 'ungelesen',
  },
  facetHints: {
    off: 'Ohne Strom.',
    'logged-out': 'Der Dienst hat diesen Benutzer abgemeldet. Das Gerät weiß es noch nicht.',
    'no-coverage': 'Außerhalb der Funkabdeckung.',
    refused: 'Die letzte Anmeldung wurde abgelehnt.',
    silent: 'Angemeldet, ohne Statusmeldungen.',
    'signing-in': 'Die Anfrage ist unterwegs.',
    'signed-in': 'Jemand ist angemeldet.',
    'signed-out': 'Niemand ist angemeldet.',
    held: 'Das Netz bewahrt Pakete auf, bis das Gerät erreichbar ist.',
    unread: 'Mit Nachrichten, die niemand gelesen hat.',
  },

  noCoverage: 'Kein Empfang',
  loggedOut: 'Vom Dienst abgemeldet',
  loggedOutMore: 'Das Gerät weiß es noch nicht.',
  noStatusMessages: 'Keine Statusmeldungen',
  idleIn: (time) => `untätig in ${time}`,
  isIdle: 'untätig',
  idleOutside: 'Für den Dienst untätig',
  heartbeatStopped:
    'Der Client sendet keine Statusmeldungen. Nach einer Weile hält der Dienst seine Sitzung für untätig.',
}
