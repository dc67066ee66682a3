import type { flow as english } from '../en/page-flow.ts'

export const flow: typeof english = {
  title: 'Anmeldeablauf',
  steps: 'Ablauf',
  replay: 'Diese Anmeldung wiederholt zeigen',
  pin: 'Diese Anmeldung festhalten',
  followLatest: 'Der neuesten Anmeldung folgen',
  loginShown: 'Gezeigte Anmeldung',
  latest: 'Neueste Anmeldung',
  empty: 'Nach dem Anmelden auf einem Handheld leuchtet hier jeder Schritt auf.',
  on: 'auf',
  parts: { service: 'Dienst', directory: 'Verzeichnis' },
  took: (time) => `, Dauer ${time}`,
  inProgress: 'läuft',
  stepState: {
    done: 'erledigt',
    skipped: 'übersprungen',
    refused: 'abgelehnt',
    next: 'läuft',
    ahead: 'noch nicht',
    unreached: 'nicht erreicht',
  },
}
