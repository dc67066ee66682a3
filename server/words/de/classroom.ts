import type { classroom as english } from '../en/classroom.ts'

export const classroom: typeof english = {
  join: {
    title: 'Platz nehmen',
    introduction:
      'Den Platzcode gibt die Kursleitung aus. Mit demselben Code geht es dort weiter, wo Sie aufgehört haben.',
    code: 'Platzcode',
    name: 'Ihr Name',
    nameHint: 'Die Kursleitung sieht ihn, und unter ihm stehen Ihre Ergebnisse.',
    enter: 'Platz nehmen',
    unknown: 'Zu diesem Code gibt es keinen Platz. Fragen Sie die Kursleitung.',
    noName: 'Bitte geben Sie Ihren Namen an, damit die Kursleitung weiß, wer wo sitzt.',
    tooMany:
      'Von hier aus wurden zu viele falsche Codes versucht. Warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    ended: 'Der Kurs ist beendet. Die Ergebnisse hat die Kursleitung.',
    taken: (name) => `An diesem Platz sitzt ${name}.`,
    isIt: 'Sind Sie das, dann geht es dort weiter, wo Sie waren. Sonst prüfen Sie den Code, oder fragen Sie die Kursleitung.',
    goOn: (name) => `Ich bin ${name}`,
    other: 'Anderer Code',
  },
  refused: {
    title: 'Diese Seite gehört der Kursleitung',
    text: 'Sie öffnet sich mit der Adresse, die das Programm zu Beginn des Kurses genannt hat. Wenn Sie zum Lernen hier sind, nehmen Sie Platz.',
    join: 'Platz nehmen',
    host: 'Unter diesem Namen ist der Kurs nicht zu erreichen. Nehmen Sie die Adresse, die auf der Seite der Kursleitung steht.',
  },
  trainer: {
    title: 'Der Kurs',
    address: 'Teilnehmende öffnen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    print: 'Platzcodes drucken',
    network:
      'Alle in diesem Netz können diese Seiten erreichen, und was sie übertragen, ist nicht verschlüsselt. Hinein kommt nur, wer einen Platzcode hat.',
    find: 'Platz suchen',
    none: 'Kein Platz passt dazu.',
    seats: (taken, all) => `${taken} von ${all} Plätzen sind besetzt`,
    columns: {
      seat: 'Platz',
      code: 'Code',
      name: 'Name',
      where: 'Wo',
      lesson: 'Lektion',
      score: 'Punkte',
      hints: 'Hinweise',
      minutes: 'Minuten',
      actions: 'Aktionen',
    },
    where: {
      empty: 'noch nicht da',
      working: 'arbeitet',
      idle: 'ist still',
      finished: 'ist fertig',
      choosing: 'wählt',
      starting: 'startet',
      restarting: 'startet neu',
      away: 'nicht verbunden',
    },
    since: (minutes) => (minutes < 1 ? 'gerade eben' : `seit ${minutes} Min.`),
    count: (count, place) => `${count} × ${place}`,
    windows: (count) => `in ${count} Fenstern`,
    question: (number, of) => `Frage ${number} von ${of}`,
    finished: 'fertig',
    left: 'vor dem Ende verlassen',
    points: (earned, most) => `${earned} von ${most}`,
    mistakes: (count) => (count === 1 ? '1 falsche Antwort' : `${count} falsche Antworten`),
    lessons: (count) => (count === 1 ? 'bisher 1 Lektion' : `bisher ${count} Lektionen`),
    reset: 'Zurücksetzen',
    resetOf: (seat) => `Platz ${seat} zurücksetzen`,
    resetAsk: (seat, name) => `Platz ${seat} zurücksetzen, an dem ${name} sitzt?`,
    resetTold:
      'Die laufende Lektion endet, und der Platz ist mit einem anderen Code wieder frei. Was bisher erreicht wurde, bleibt in den Ergebnissen.',
    look: 'Ansehen',
    lookOf: (seat) => `Das Labor von Platz ${seat} ansehen, ohne etwas zu ändern`,
    message: 'Schreiben',
    messageOf: (seat) => `An Platz ${seat} schreiben`,
    messageAsk: (seat, name) => `Nachricht an Platz ${seat}, ${name}`,
    messageAll: 'An alle schreiben …',
    messageAllAsk: 'Nachricht an alle',
    messageTold:
      'Sie steht oben auf der Seite, bis sie weggelegt wird. Eine neue Nachricht tritt an ihre Stelle.',
    messageSend: 'Senden',
    messageUnread: 'Nachricht noch nicht gelesen',
    messageRead: 'Nachricht gelesen',
    assign: 'Lektion für alle',
    free: 'Alle wählen selbst',
    give: 'Ausgeben',
    assigned: 'Wer gerade keine Lektion hat, findet nur diese in der Liste. Laufende Lektionen gehen weiter.',
    end: 'Kurs beenden',
    endAsk: 'Kurs beenden?',
    endTold: (working) =>
      `${
        working === 0
          ? 'Niemand ist in einer Lektion.'
          : working === 1
            ? 'Eine Lektion ist nicht fertig; sie zählt, so weit sie ist.'
            : `${working} Lektionen sind nicht fertig; sie zählen, so weit sie sind.`
      } Alle Labore enden, und die Ergebnisse werden geschrieben.`,
    cancel: 'Abbrechen',
    ended: (folder) => `Der Kurs ist beendet. Die Ergebnisse liegen in ${folder}.`,
    notWritten: (problem) =>
      `Die Ergebnisse lassen sich nicht schreiben: ${problem.replace(/\.$/, '')}. Solange der Kurs läuft, geht nichts verloren. Schaffen Sie Platz; es wird von selbst noch einmal versucht, und auch am Ende des Kurses.`,
    results: 'Ergebnisse als CSV',
    problem: (problem) => `Problem: ${problem}`,
    lost: 'Der Kurs antwortet nicht. Diese Seite versucht es weiter.',
  },
}
