import type { classroom as english } from '../en/classroom.ts'

export const classroom: typeof english = {
  join: {
    title: 'Platz nehmen',
    introduction:
      'Den Platzcode gibt die Kursleitung aus. Mit demselben Code geht es dort weiter, wo Sie aufgehört haben.',
    code: 'Platzcode',
    name: 'Ihr Name',
    enter: 'Platz nehmen',
    unknown: 'Zu diesem Code gibt es keinen Platz. Fragen Sie die Kursleitung.',
    tooMany: 'Zu viele falsche Codes. Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    ended: 'Der Kurs ist beendet. Die Ergebnisse hat die Kursleitung.',
  },
  trainer: {
    title: 'Der Kurs',
    seats: (taken, all) => `${taken} von ${all} Plätzen sind besetzt`,
    address: 'Teilnehmende öffnen diese Adresse:',
    columns: {
      seat: 'Platz',
      code: 'Code',
      name: 'Name',
      where: 'Wo',
      score: 'Punkte',
      hints: 'Hinweise',
      minutes: 'Minuten',
      actions: 'Aktionen',
    },
    where: {
      empty: 'noch nicht da',
      away: 'nicht verbunden',
      catalogue: 'wählt eine Lektion',
      starting: 'eine Lektion wird vorbereitet',
    },
    question: (number, of) => `Frage ${number} von ${of}`,
    finished: 'fertig',
    points: (earned, most) => `${earned} von ${most}`,
    reset: 'Zurücksetzen',
    resetOf: (seat) =>
      `Platz ${seat} zurücksetzen: Die laufende Lektion endet, und der Platz ist wieder frei`,
    look: 'Ansehen',
    lookOf: (seat) => `Das Labor von Platz ${seat} ansehen, ohne etwas zu ändern`,
    end: 'Kurs beenden',
    endHint: 'Alle Labore enden, und die Ergebnisse werden geschrieben.',
    ended: (folder) => `Der Kurs ist beendet. Die Ergebnisse liegen in ${folder}.`,
    notWritten: (problem) =>
      `Die Ergebnisse lassen sich nicht schreiben: ${problem} Schaffen Sie Platz und beenden Sie den Kurs noch einmal.`,
    results: 'Ergebnisse als CSV',
    problem: (problem) => `Problem: ${problem}`,
    lost: 'Der Kurs antwortet nicht. Diese Seite versucht es weiter.',
  },
}
