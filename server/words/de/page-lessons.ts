import type { lessons as english } from '../en/page-lessons.ts'

const points = (count: number) => (count === 1 ? '1 Punkt' : `${count} Punkte`)
const pointsOf = (count: number) => (count === 1 ? '1 Punkt' : `${count} Punkten`)

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} oder ${words.at(-1)}`
}

export const lessons: typeof english = {
  title: 'Lektionen',
  areas: {
    'first-steps': 'Erste Schritte',
    limits: 'Grenzen',
    timeouts: 'Zeitlimits',
    coverage: 'Funk',
    certificates: 'Zertifikate',
    accounts: 'Konten',
    endpoints: 'Mehrere Geräte einer Person',
    encryption: 'Schlüssel und Verschlüsselung',
  },
  levels: { beginner: 'Anfang', intermediate: 'Mittel', advanced: 'Fortgeschritten' },
  parts: {
    settings: 'Einstellungen',
    faults: 'Was gestört ist',
    users: 'Benutzer',
    handhelds: 'Handhelds',
    coverage: 'Funk, Funkverbindung und Strom',
    desktops: 'Desktop-Clients',
    sessions: 'Sitzungen',
    flow: 'Anmeldeablauf',
    ladder: 'Leiter',
    traffic: 'Verkehr',
    log: 'Protokoll',
    charts: 'Diagramme',
    notices: 'Meldungen',
    clock: 'Laborzeit',
  },
  access: {
    locked: (part) => `${part}: in dieser Lektion gesperrt. Ansehen geht, ändern nicht.`,
    hidden: (part) => `${part}: in dieser Lektion verborgen. Die Ursache lässt sich auch ohne finden.`,
  },
  isHidden: 'in dieser Lektion verborgen',

  catalogue: {
    reading: 'Die Lektionen werden gelesen …',
    welcome: 'Lernen, die Ursache zu finden',
    about:
      'Jemand sagt, dass etwas nicht geht. Sie sehen im Labor nach, finden heraus, warum, und beheben es. Kaputtgehen kann nichts: Jede Lektion hat ein eigenes Labor, niemand drängt, und man kann jederzeit aufhören und neu beginnen.',
    begin: (title) => `Mit „${title}“ beginnen`,
    none: 'Hier gibt es keine Lektionen.',
    noneHint:
      'Legen Sie Lektionsdateien in den Ordner der Lektionen, oder machen Sie eine aus dem, was eben geschehen ist.',
    nobody: 'Keine Lektion passt.',
    find: 'Lektion suchen',
    trainee: 'Ihr Name',
    traineeHint: 'Nur, wenn er bei Ihren Ergebnissen stehen soll. Er bleibt auf diesem Rechner.',
    minutes: (minutes) => `${minutes} min`,
    facts: (level, minutes) => `${level}, etwa ${minutes} Minuten`,
    progress: (done, all) => `${done} von ${all} geschafft`,
    best: (earned, most) => `Geschafft: ${earned} von ${pointsOf(most)}`,
    notYet: 'Noch nicht begonnen',
    unusable: (problem) => `Die Datei ist fehlerhaft: ${problem}`,
    starting: (title) => `Das Labor für „${title}“ wird vorbereitet …`,
  },

  banner: {
    name: 'Lektion',
    lesson: (title) => `Lektion: ${title}`,
    withoutCause: (title) => `${title}: dasselbe ohne die Ursache`,
    ownLab: 'Ein eigenes Labor; Ihres bleibt, wie es ist.',
    toLesson: 'Zur Lektion',
  },

  seat: {
    name: 'Platz',
    seat: (number, name) => `Platz ${number} · ${name}`,
    choose: 'Wählen Sie eine Lektion. Die Kursleitung sieht, wie weit Sie sind, und hilft.',
    looking: 'Sie sehen diesem Platz nur zu: Von hier aus lässt sich nichts ändern.',
    fromTrainer: 'Von der Kursleitung',
    putAway: 'Gelesen',
    over: 'Der Kurs ist beendet, oder dieser Platz wurde zurückgegeben. Was Sie getan haben, bleibt: Die Kursleitung hat die Ergebnisse.',
  },
  player: {
    letter: 'Was Ihnen gesagt wurde',
    questions: 'Was herauszufinden ist',
    question: (number, count) => `Frage ${number} von ${count}`,
    worth: (count) => (count === 0 ? 'ohne Wertung' : points(count)),
    earned: (earned, most) => `${earned} von ${pointsOf(most)}`,
    ahead: 'Kommt später',
    kinds: {
      choose: 'Eine Frage mit einer richtigen Antwort',
      evidence: 'Etwas, worauf zu zeigen ist',
      do: 'Etwas, das im Labor zu tun ist',
      write: 'Ein Satz, der zu schreiben ist',
    },
    why: 'Die Antwort und warum',
    done: 'Erledigt',
    revealed: 'Sie haben sich die Antwort sagen lassen.',
    time: (minutes) =>
      minutes < 1 ? 'eben begonnen' : minutes === 1 ? 'bisher 1 Minute' : `bisher ${minutes} Minuten`,
    timeHint: (minutes) => `Die meisten brauchen etwa ${minutes} Minuten. Die Zeit zählt nicht.`,
    score: (earned, most) => `${earned} von ${pointsOf(most)}`,
    restarted:
      'Das Labor dieser Lektion war von selbst ausgefallen und ist neu gestartet. Antworten, Hinweise und Notizen sind wie zuvor, und auch das, was eine Frage Sie hat tun lassen. Was Sie sonst im Labor geändert hatten, ist verloren.',
    right: 'Richtig.',
    wrong: 'Das ist es nicht.',
    tryAgain: 'Versuchen Sie es noch einmal: Es kostet nur einen Teil der Punkte.',
    choose: 'Die Ursache wählen',
    mayBe: (proofs) => `Es kann ${listed(proofs)} sein.`,
    offered: 'Worauf Sie gezeigt haben',
    check: 'Probieren kostet nichts.',
    watched: 'Tun Sie es im Labor. Die Lektion merkt es von selbst.',
    doIt: 'Tun Sie es im Labor, und lassen Sie die Lektion dann nachsehen.',
    holds: 'Es stimmt.',
    holdsNot: 'Noch nicht. Sehen Sie noch einmal nach, was Sie geändert haben.',
    sentence: 'Ihr Satz',
    sentenceHint:
      'Für die Person, die sich beklagt hat: was es war, und was nun geschieht. Wer Sie schult, kann ihn lesen.',
    written: 'Aufgeschrieben. Sie können ihn noch ändern.',
    hints: 'Hinweise',
    hint: 'Hinweis',
    over: 'Alles ist beantwortet.',
    overText: 'Sehen Sie sich an, was es war, und woran man es hätte sehen können.',
  },

  evidence: {
    session: (user, handheld, end) =>
      `Sitzung von ${user} auf ${handheld}, ${end === null ? 'offen' : `beendet: ${end}`}`,
    step: (handheld, step, text) => `${handheld}, Schritt ${step}: ${text}`,
    handheld: (name, state, coverage) => `${name}: ${state}, Netz: ${coverage}`,
  },

  notebook: {
    title: 'Notizbuch',
    empty:
      'Ziehen Sie hierher, was Sie behalten möchten: einen Frame, eine Zeile, einen Protokolleintrag. Oder wählen Sie es und drücken Sie E.',
    about: 'Was Sie notiert und was Sie als Beweis angeboten haben',
    kinds: {
      frame: 'Frame',
      session: 'Sitzung',
      log: 'Protokoll',
      step: 'Schritt',
      setting: 'Einstellung',
      handheld: 'Handheld',
      user: 'Benutzer',
    },
    verdicts: { noted: 'Notiert', right: 'Beweist es', wrong: 'Beweist es nicht' },
    offer: 'Als Beweis anbieten',
    offerOf: (text) => `Als Beweis anbieten: ${text}`,
    forget: 'Aus dem Notizbuch nehmen',
    show: (text) => `Zeigen: ${text}`,
    count: (count) => (count === 1 ? '1 Notiz' : `${count} Notizen`),
    noted: 'Ins Notizbuch gelegt',
  },

  pointing: {
    title: 'Auf etwas zeigen',
    keys: 'Drücken Sie auf etwas Umrandetes. Pfeiltasten bewegen, die Eingabetaste nimmt es, Escape verlässt.',
    note: 'Zeigen Sie auf das, was ins Notizbuch soll',
    leave: 'Doch nicht',
  },

  debrief: {
    title: 'Was es war',
    cause: 'Die Ursache',
    moment: 'Der entscheidende Augenblick',
    lookFirst: 'Wohin jemand mit Erfahrung zuerst sieht',
    facts: 'Was man darüber weiß',
    factsHint: 'Was „belegt“, „gefolgert“ und „erfunden“ heißt',
    sources: { stated: 'belegt', inferred: 'gefolgert', invented: 'erfunden' },
    sourceMeanings: {
      stated: 'Ein Dokument des Originals sagt es.',
      inferred: 'Aus dem geschlossen, was Dokumente sagen.',
      invented: 'Von Bramble, weil niemand es veröffentlicht hat.',
    },
    yourAnswers: 'Ihre Antworten',
    result: (earned, most) => `${earned} von ${pointsOf(most)}`,
    all: 'Alles gefunden. Sehr gut.',
    most: 'Gut hingesehen.',
    some: 'Nun wissen Sie, wohin Sie beim nächsten Mal sehen.',
    took: (minutes) => (minutes <= 1 ? 'in einer Minute' : `in ${minutes} Minuten`),
    hintsTaken: (count, paid) =>
      count === 0
        ? 'ohne Hinweis'
        : `mit ${count === 1 ? 'einem Hinweis' : `${count} Hinweisen`}, ${points(paid)}`,
    notWritten: (problem) => `Ihr Ergebnis ließ sich nicht schreiben: ${problem}`,
    gone: 'Das Labor hat ihn nicht mehr.',
    withoutCauseText:
      'Das ist derselbe Morgen ohne die Ursache. Sehen Sie ihn sich an wie vorhin: Was ist anders?',
  },

  actions: {
    open: 'Lektionen …',
    openButton: 'Lektionen',
    start: (title) => `Lektion „${title}“ beginnen`,
    startButton: 'Beginnen',
    againButton: 'Noch einmal',
    startQuestion: (title) => ({
      title,
      text: 'Eine andere Lektion ist offen. Was Sie darin beantwortet haben, bleibt als unfertig erhalten.',
      confirm: 'Beginnen',
    }),
    leave: 'Lektion verlassen',
    leaveButton: 'Verlassen',
    leaveQuestion: {
      title: 'Lektion verlassen',
      text: 'Ihr Labor endet. Sie können die Lektion jederzeit neu beginnen.',
      confirm: 'Verlassen',
    },
    note: 'Ins Notizbuch legen',
    point: 'Auf den Beweis zeigen',
    pointButton: 'Darauf zeigen',
    answer: (choice) => `„${choice}“ wählen`,
    answerButton: 'Das ist es',
    hint: (price) => (price === 0 ? 'Hinweis zeigen (umsonst)' : `Hinweis zeigen (kostet ${points(price)})`),
    reveal: 'Antwort sagen lassen',
    revealQuestion: {
      title: 'Antwort sagen lassen',
      text: 'Die Frage bringt dann keine Punkte, und es geht weiter. Sie erfahren auch, warum, und wissen es beim nächsten Mal.',
      confirm: 'Sagen lassen',
    },
    check: 'Nachsehen, ob es stimmt',
    write: 'Satz speichern',
    forget: 'Aus dem Notizbuch nehmen',
    finish: 'Abschließen und sehen, was es war',
    finishButton: 'Abschließen',
    finishQuestion: {
      title: 'Lektion abschließen',
      text: 'Einige Fragen sind noch offen. Nach dem Abschluss sagt die Lektion ihre Antworten.',
      confirm: 'Abschließen',
    },
    showMoment: 'Diesen Augenblick zeigen',
    withoutCause: 'Ohne die Ursache ansehen',
    next: (title) => `Nächste Lektion: ${title}`,
    all: 'Alle Lektionen',
    noLesson: 'Es läuft keine Lektion.',
    isOver: 'Die Lektion ist abgeschlossen.',
    notOffered: 'Erst den Hinweis davor ansehen.',
    isBusy: 'Eine Lektion wird vorbereitet.',
    gone: 'Das Labor hat es nicht mehr.',
  },
  proofs: {
    frame: 'ein Frame',
    session: 'eine Sitzung',
    log: 'eine Zeile des Protokolls',
    step: 'ein Schritt einer Anmeldung',
    setting: 'eine Einstellung',
    handheld: 'ein Handheld',
    user: 'ein Benutzer',
  },
}
