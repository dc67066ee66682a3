import type { traffic as english } from '../en/page-traffic.ts'

export const traffic: typeof english = {
  title: 'Verkehr',
  columns: {
    time: 'Zeit',
    hop: 'Strecke',
    direction: 'Richtung',
    device: 'Gerät',
    kind: 'Art',
    size: 'Größe',
    summary: 'Inhalt',
  },
  way: (from, to) => `${from} an ${to}`,
  count: (count) => `${count} Frames`,
  countShown: (shown, total) => `${shown} von ${total}`,
  counting: 'bisher, zählt noch…',
  searching: 'Ältere Frames werden durchsucht…',
  dropped: (count) => `(${count.toLocaleString('de')} verworfen)`,
  droppedHint: 'Die Aufzeichnung behält nur die neuesten Frames.',
  newer: (count) => (count === 1 ? '1 neuer Frame' : `${count} neue Frames`),
  showInside: 'Entschlüsselt zeigen',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  paused: (missed) =>
    missed === 0
      ? 'Angehalten. Seither nichts Neues.'
      : `Angehalten. ${missed === 1 ? '1 neuerer Frame wartet.' : `${missed} neuere Frames warten.`}`,
  hopShown: 'Gezeigte Strecke',
  everyHop: 'Alle Strecken',
  deviceShown: 'Gezeigtes Gerät',
  everyDevice: 'Alle Geräte',
  moreDevices: (count) => `${count.toLocaleString('de')} weitere: handheld:Name in den Filter schreiben`,

  find: 'Im Verkehr suchen',
  findPlaceholder: 'Wörter, oder key:value',
  filterHelp: 'Schlüssel und Werte des Filters',
  filterGrammar:
    'Wörter und "Wortfolgen" müssen alle vorkommen. -wort schließt aus; or, not und ( ) verknüpfen.',
  filterKeys: {
    hop: 'die Strecke, etwa wireless oder service-communications',
    handheld: 'der Name eines Handhelds; none für alles, was zu keinem gehört',
    protocol: 'das Protokoll, etwa LDAP, SIP, TLS',
    direction: 'up (vom Handheld) oder down (zum Handheld)',
    encrypted: 'yes oder no',
    size: 'Bytes auf der Leitung, etwa size>2000',
    method: 'die Methode einer SIP-Anfrage, etwa REGISTER',
    status: 'der Status einer SIP-Antwort, etwa 200, 4xx oder status>=400',
    number: 'die Nummer des Frames, etwa number>100',
    text: 'Wörter der Zusammenfassung',
  },
  filterProblem: (column, problem) =>
    `Spalte ${column}: ${problem}. Gezeigt wird weiter, was der vorige Filter fand.`,

  noMatch: 'Kein Frame passt zum Filter',
  showEvery: 'Alle Frames zeigen',
  pausedEmpty: 'Angehalten, bevor etwas kam',
  pausedEmptyHint: 'Nach dem Fortsetzen erscheinen die Frames, die die Strecken überqueren.',
  empty: 'Noch kein Verkehr',
  emptyHint: 'Nach dem Anmelden auf einem Handheld erscheint hier jeder Frame jeder Strecke.',

  frame: (number) => `Frame ${number}`,
  closeFrame: 'Frame schließen',
  showPasswords: 'Kennwörter zeigen',
  showPasswordsQuestion: 'Kennwörter zeigen?',
  showPasswordsWarning:
    'Der Inhalt dieses Frames zeigt dann Kennwörter und Schlüssel, wie sie sind. Wer sieht den Bildschirm noch?',
  keepMasked: 'Verdeckt lassen',
  show: 'Zeigen',
  showBytes: 'Bytes zeigen',
  showAllBytes: (count) => `Alle ${count} Bytes zeigen`,
  firstOnly: (size) => `Nur die ersten ${size}`,
}
