import type { Endings } from '../words.ts'

/** "Server Busy" and "Failed" are the original's words, in German too. */
export const endings: Endings = {
  accepted: { title: 'Angenommen', notice: null, hint: null, ended: 'angenommen' },
  'server-busy': {
    title: 'Server Busy',
    notice: 'Server Busy',
    hint: 'Alle Sitzungen sind vergeben. Später noch einmal versuchen.',
    ended: 'Server Busy',
  },
  failed: {
    title: 'Failed',
    notice: 'Failed',
    hint: 'Der Dienst kann keine weitere Verbindung halten.',
    ended: 'Failed',
  },
  'not-permitted': {
    title: 'Nicht erlaubt',
    notice: 'Dieser Client ist nicht erlaubt',
    hint: null,
    ended: 'nicht erlaubt',
  },
  'bad-credentials': {
    title: 'Nicht erkannt',
    notice: 'Die Benutzer-ID oder das Kennwort ist falsch',
    hint: null,
    ended: 'nicht erkannt',
  },
  unavailable: {
    title: 'Server nicht erreichbar',
    notice: 'Der Dienst ist nicht verfügbar',
    hint: null,
    ended: 'Communications Server verloren',
  },
  'no-coverage': {
    title: 'Kein Netz',
    notice: 'Außerhalb der Funkabdeckung',
    hint: null,
    ended: 'kein Netz',
  },
  'timed-out': {
    title: 'Keine Antwort',
    notice: 'Keine Antwort vom Dienst',
    hint: null,
    ended: 'keine Antwort',
  },
  user: { title: 'Abgemeldet', notice: null, hint: null, ended: 'abgemeldet' },
  idle: {
    title: 'Abgemeldet',
    notice: 'Abgemeldet: Dieses Handheld war nicht erreichbar oder stumm, und andere brauchten den Platz',
    hint: null,
    ended: 'im Leerlauf: Der Platz wurde gebraucht',
  },
  inactive: {
    title: 'Abgemeldet',
    notice: 'Abgemeldet: Der Client auf diesem Handheld wurde zu lange nicht benutzt',
    hint: null,
    ended: 'zu lange nicht benutzt',
  },
  replaced: {
    title: 'Abgemeldet',
    notice: 'Abgemeldet: Eine neue Anmeldung hat diese Sitzung ersetzt',
    hint: null,
    ended: 'durch eine neuere Anmeldung ersetzt',
  },
  'service-stopped': {
    title: 'Abgemeldet',
    notice: 'Abgemeldet: Der Dienst wurde beendet',
    hint: null,
    ended: 'Dienst beendet',
  },
}
