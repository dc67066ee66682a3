import type { Assertion, HandheldState, LivedDifferenceView, ProposalAbout, SignedOutReason } from '#contract'
import type { compose as english } from '../en/page-compose.ts'

const states: Readonly<Record<HandheldState, string>> = {
  off: 'ausgeschaltet',
  'signed-out': 'abgemeldet',
  'signing-in': 'bei der Anmeldung',
  'signed-in': 'angemeldet',
}

const state = (is: HandheldState, reason: SignedOutReason | null) =>
  reason === null ? `ist ${states[is]}` : `ist ${states[is]} (${reason})`

const asserted = (one: Assertion): string => {
  switch (one.about) {
    case 'handheld':
      return `${one.handheld} ${state(one.state, one.reason)}`
    case 'sessions':
      return one.count === 1 ? 'Es gibt 1 Sitzung' : `Es gibt ${one.count} Sitzungen`
    case 'frame':
      return `Ein Frame kommt vorbei: ${one.filter}`
    case 'log':
      return `Im Protokoll steht: ${one.text}`
    case 'flow':
      return `Schritt ${one.step} der Anmeldung auf ${one.handheld}: ${one.outcome}, ${one.code}`
  }
}

const proposal = (about: ProposalAbout): string => {
  switch (about.code) {
    case 'signed-out':
      return `${about.handheld} wird abgemeldet: ${about.reason}`
    case 'signed-in':
      return `${about.handheld} meldet sich von selbst wieder an`
    case 'refused':
      return `Die Anmeldung auf ${about.handheld} wird bei Schritt ${about.step} abgelehnt: ${about.detail}`
    case 'made-room':
      return `Für die Anmeldung auf ${about.handheld} werden Sitzungen im Leerlauf abgemeldet`
    case 'log':
      return `Im Protokoll steht: … ${about.text}`
    case 'sent':
      return `Die Nachricht von ${about.handheld} endet ${about.state}: ${about.text}`
    case 'received':
      return `${about.handheld} hat ${about.count === 1 ? 'die Nachricht' : `die ${about.count} Nachrichten`} erhalten`
    case 'state':
      return `Am Ende: ${about.handheld} ${state(about.state, about.reason)}`
    case 'sessions':
      return about.count === 1 ? 'Am Ende gibt es 1 Sitzung' : `Am Ende gibt es ${about.count} Sitzungen`
    case 'asserted':
      return asserted(about.assertion)
  }
}

const difference = (one: LivedDifferenceView): string => {
  switch (one.code) {
    case 'login':
      return `Eine Anmeldung endete ${one.lived}; wiederholt endet sie ${one.again ?? 'anders'}`
    case 'send':
      return `Eine Nachricht endete ${one.lived}; wiederholt endet sie ${one.again ?? 'anders'}`
    case 'refused':
      return 'Etwas, das im Labor ging, wird bei der Wiederholung abgelehnt'
    case 'handheld':
      return `${one.handheld} ist ${one.lived}; nach der Wiederholung ${one.again}`
    case 'sessions':
      return `Sitzungen im Labor: ${one.lived}; nach der Wiederholung: ${one.again}`
  }
}

export const compose: typeof english = {
  title: 'Szenario machen',
  about:
    'Was in diesem Labor getan wurde, wird zu einer Datei, die es wiederholt. Dafür musste nichts aufgezeichnet werden.',
  actions: {
    make: 'Aus dem, was getan wurde, ein Szenario machen …',
    makeButton: 'Szenario machen …',
    start: 'Ab jetzt ein Szenario aufzeichnen',
    stop: 'Aufzeichnung des Szenarios beenden und es machen …',
    stopButton: 'Beenden …',
    assert: 'Das erwarten',
    expectIn: (file) => `Das in ${file} erwarten`,
    expectedIn: (file) => `${file} erwartet es jetzt`,
    noFile: 'Keine Szenariodatei ist geöffnet, die sich ändern ließe.',
    asserted: 'Das Szenario wird es erwarten',
    onlyOwn: 'Nur von dem, was im eigenen Labor des Fensters geschah: Gehen Sie erst dorthin zurück.',
    isRecording: 'Ein Szenario wird schon aufgezeichnet.',
    isNotRecording: 'Es wird kein Szenario aufgezeichnet.',
    tooMany: (most) => `Es sind ${most} Erwartungen, und mehr werden nicht aufbewahrt.`,
    nothingToAssert:
      'Wählen Sie zuerst ein Handheld, eine Sitzung, einen Frame, eine Zeile des Protokolls oder einen Schritt einer Anmeldung.',
  },
  recording: (since, count) => `Szenario seit ${since}${count === 0 ? '' : `, ${count} erwartet`}`,
  range: {
    title: 'Was',
    start: 'Alles seit dem Start des Labors',
    minutes: 'Die letzten Minuten der Laborzeit',
    minutesField: 'Minuten',
    mark: (since) => `Seit die Aufzeichnung um ${since} begann`,
  },
  name: 'Name',
  symptom: 'Symptom, falls sich jemand beschwert hat',
  cause: 'Ursache, falls sie bekannt ist',
  defaultName: (date) => `Was am ${date} getan wurde`,
  expectations: 'Was zu erwarten ist',
  steps: (count) => (count === 1 ? '1 Schritt' : `${count} Schritte`),
  moreSteps: (count) => `und ${count} weitere Schritte`,
  noStep: 'dafür gibt es keinen Schritt',
  nothingDone:
    'In dieser Zeit wurde nichts getan. Melden Sie jemanden an, oder wählen Sie einen längeren Zeitraum.',
  preview: 'Die Datei',
  stages: {
    repeat: 'Wiederholt in virtueller Zeit, was getan wurde',
    write: 'Schreibt die Datei, Schritt für Schritt',
    prove: 'Prüft, ob sie besteht',
  },
  differs: 'Wiederholt endet es anders als im Labor:',
  leftOut: (count) =>
    count === 1
      ? '1 Erwartung traf bei der Wiederholung nicht ein und ist weggelassen.'
      : `${count} Erwartungen trafen bei der Wiederholung nicht ein und sind weggelassen.`,
  passes: (took, lab) => `Besteht: ${lab} Laborzeit, berechnet in ${took}`,
  fails: 'Besteht nicht:',
  seconds: (ms) => `${(ms / 1_000).toFixed(1).replace('.', ',')} s`,
  labTime: (ms) => (ms < 60_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`),
  save: 'Speichern …',
  download: 'Herunterladen',
  copy: 'Kopieren',
  saved: 'Das Szenario',
  all: 'Alle',
  usual: 'Die üblichen',
  none: 'Keine',
  asserted,
  proposal,
  difference,
  plain: {
    name: 'Was im Labor dieses Bündels getan wurde',
    about:
      'Was von Hand getan wurde, mit den Pausen dazwischen, für `bramble run`. Ob es besteht, hat noch niemand versucht.',
  },
  file: {
    about: (span) => `Von Bramble aus dem gemacht, was in einem Labor geschah, über ${span} Laborzeit.`,
    times: {
      round: 'Pausen sind gerundet, wo das am Erwarteten nichts ändert.',
      exact: 'Pausen stehen auf die Millisekunde genau, denn mit gerundeten würde etwas anders enden.',
      together:
        'Jeder Schritt beginnt neben den anderen auf die Millisekunde genau, denn nacheinander würde etwas anders enden.',
    },
    passwords: 'Kennwörter sind ersetzt: Alle haben das übliche, und falsche bleiben falsch.',
    setUps: {
      compact:
        'Die ersten Schritte machen das Labor so, wie es am Anfang des Ausschnitts war, ohne das, was dahin führte.',
      whole: 'Die ersten Schritte sind alles, was vorher geschah, denn ohne das würde etwas anders enden.',
    },
    outside: {
      communicationsServer:
        'Der Communications Server stand außerhalb des Labors: Hier tritt der Stellvertreter an seine Stelle.',
      directory: 'Das Verzeichnis stand außerhalb des Labors: Hier tritt der Stellvertreter an seine Stelle.',
    },
    dropped: (count) => `${count} spätere Befehle wurden nicht aufbewahrt.`,
    setUp: 'Das Labor, wie es am Anfang des Ausschnitts war',
    range: 'Was geschah',
    noStep: (command) => `Dafür gibt es keinen Schritt: ${command}`,
  },
}
