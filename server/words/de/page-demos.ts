import type { demos as english } from '../en/page-demos.ts'

export const demos: typeof english = {
  title: 'Vorführungen',
  about:
    'Jede ist eine Datei aus Brambles Bibliothek. „Weiter“ tut einen Schritt davon in diesem Labor; beim Beenden wird das Labor zurückgesetzt.',
  demonstrations: 'Um zu zeigen, wie es geht',
  fieldIssues: 'Fälle aus der Praxis',
  onlyOwn: 'Vorführungen laufen nur im eigenen Labor des Fensters: erst dorthin zurückkehren.',
  reading: 'Die Bibliothek wird gelesen …',
  stepCount: (count) => (count === 1 ? '1 Schritt' : `${count} Schritte`),
  obstacles: {
    needs: (what) => `Was es braucht, kann noch kein Labor: ${what}.`,
    lab: (what) => `Es setzt, was in einem laufenden Labor feststeht: ${what}. Mit „bramble run“ ausführen.`,
    handheld: (what) => `Das Handheld ${what} gehört hier jemand anderem.`,
    fleet: (what) => `Es hat ${what} Handhelds, zu viele für dieses Labor. Mit „bramble run“ ausführen.`,
    together: () => 'Schritte davon beginnen im selben Augenblick. Mit „bramble run“ ausführen.',
    unusable: (what) => `Die Datei ist fehlerhaft: ${what}`,
  },
  changes({ users, handhelds, sessions, faults, settings }) {
    const added = [
      ...(users === 0 ? [] : [`${users} Benutzer`]),
      ...(handhelds === 0 ? [] : [handhelds === 1 ? '1 Handheld' : `${handhelds} Handhelds`]),
    ]
    return [
      ...(added.length === 0 ? [] : [`Hinzu kommen: ${added.join(' und ')}.`]),
      ...(settings.length === 0
        ? []
        : [
            settings.length === 1
              ? 'Eine Einstellung ändert sich.'
              : `${settings.length} Einstellungen ändern sich.`,
          ]),
      ...(faults === 0 ? [] : ['Was gestört ist, wird behoben.']),
      ...(sessions === 0
        ? []
        : [
            `${sessions === 1 ? 'Eine Sitzung endet' : `${sessions} Sitzungen enden`} und kommen nicht wieder.`,
          ]),
      'Ihre Benutzer bekommen die Kennwörter der Datei, und deren Handhelds verlieren ihre Gespräche. Beim Beenden wird alles Übrige wieder, wie es jetzt ist.',
    ].join(' ')
  },
  bar: (name) => `Vorführung: ${name}`,
  progress: (step, count) => `Schritt ${step} von ${count}`,
  preparing: 'Das Labor wird vorbereitet …',
  next: 'Als Nächstes:',
  outcomes: { done: 'wie erwartet', failed: 'nicht wie erwartet' },
}
