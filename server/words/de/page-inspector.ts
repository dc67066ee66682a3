import type { inspector as english } from '../en/page-inspector.ts'

interface Range {
  start: number
  end: number
}

const bytes = ({ start, end }: Range) =>
  end - start === 1 ? `Byte ${start}` : `Bytes ${start} bis ${end - 1}`

export const inspector: typeof english = {
  layers: {
    Envelope: 'Umschlag',
    Compressed: 'Komprimiert',
    Content: 'Inhalt',
    Dropped: 'Verworfen',
  },
  bytesOf: (layer) => `Bytes von ${layer}`,
  byteAt: (place, hex) => `Byte ${place}: ${hex}`,
  onTheWire: 'Auf der Leitung',
  onTheWireHint: 'was der Betreiber sieht',
  inside: 'Im Innern',
  insideHint: 'was der Dienst sieht',
  insideUnknown: 'Hier hat niemand die Schlüssel.',
  bothSides: 'Leitung und Inneres nebeneinander',
  invented: 'Brambles eigenes, erfunden',
  origins: {
    part: (layer, range) => `Das sind ${bytes(range)} von ${layer}.`,
    decrypted: (layer, range) =>
      `Entschlüsselt aus ${bytes(range)} von ${layer}. Verschlüsselung vermischt alle Bytes: Nur das Ganze lässt sich verfolgen.`,
    decompressed: (layer, range) =>
      `Dekomprimiert aus ${bytes(range)} von ${layer}: Nur das Ganze lässt sich verfolgen.`,
    joined: (layer, range) =>
      `Dekomprimiert aus allen Paketen der Nachricht; ${bytes(range)} von ${layer} sind ein Teil davon.`,
  },
  detailActions: 'Was man mit diesem Frame tun kann',
  noFrameToFollow: 'Er gehört zu keiner Anmeldung, keinem Dialog, keiner Sitzung und keinem Handheld.',

  follow: 'Folgen',
  followed: {
    flow: (label) => `Der Anmeldung von ${label} folgen`,
    call: (label) => `Dem Dialog ${label} folgen`,
    session: (label) => `Der Sitzung von ${label} folgen`,
    handheld: (label) => `Dem Handheld ${label} folgen`,
  },

  notComparing: 'Es wird nichts verglichen.',
  compare: 'Vergleichen',
  compareWith: 'Vergleichen mit …',
  compareFrame: (number) => `Frame ${number} mit einem anderen vergleichen`,
  comparing: (left, right) => `Frame ${left} und Frame ${right}`,
  comparingWith: (number) => `Frame ${number} wird verglichen: Öffnen Sie den anderen Frame.`,
  comparingHint: 'Escape beendet.',
  stopComparing: 'Vergleich beenden',
  fieldsOfBoth: 'Felder beider Frames',
  onlyDifferences: 'Nur Unterschiede',
  differences: {
    same: 'gleich',
    changed: 'geändert',
    left: 'nur links',
    right: 'nur rechts',
  },
  differ: (count) => (count === 1 ? '1 Unterschied' : `${count} Unterschiede`),
  noDifferences: 'Keine Unterschiede',
  bytesDiffer: (count, total) => `${count} von ${total} Bytes sind verschieden`,
  field: 'Feld',
  frameNumber: (number) => `Frame ${number}`,
  frameFacts: 'Dieser Frame',
  factNames: {
    time: 'Zeit',
    hop: 'Abschnitt',
    direction: 'Richtung',
    device: 'Gerät',
    size: 'Größe',
    summary: 'Zusammenfassung',
  },

  compareLogins: 'Zwei Anmeldungen vergleichen',
  compareLoginsHint: 'Schritt für Schritt, mit der Zeit seit Beginn.',
  leftLogin: 'Linke Anmeldung',
  rightLogin: 'Rechte Anmeldung',
  oneLoginOnly: 'Bisher gibt es nur eine Anmeldung.',
  step: 'Schritt',
  difference: 'Unterschied',
  outcomes: { done: 'getan', skipped: 'übersprungen', refused: 'abgelehnt', missing: 'nicht erreicht' },
  result: 'Ergebnis',

  mark: 'Markieren',
  markFrame: (number) => `Frame ${number} markieren`,
  unmarkFrame: (number) => `Markierung von Frame ${number} entfernen`,
  editMark: 'Markierung und Kommentar',
  marked: (number) => `Markierung an Frame ${number}`,
  removed: 'Die Markierung ist entfernt.',
  marks: (count) => (count === 1 ? '1 Markierung' : `${count} Markierungen`),
  marksTitle: 'Markierungen',
  comment: 'Kommentar',
  commentHint: 'Was hier zu sehen ist',
  colour: 'Farbe',
  colours: { yellow: 'Gelb', red: 'Rot', green: 'Grün', blue: 'Blau', none: 'Keine Farbe' },
  removeMark: 'Markierung entfernen',
  save: 'Speichern',
  isGone: 'Das Labor hat diesen Frame verworfen; nur die Markierung ist von ihm geblieben.',
  showMarked: 'Nur markierte Frames zeigen',

  copy: 'Kopieren',
  copyLayer: (layer) => `${layer} kopieren`,
  forms: {
    text: 'Als Text',
    hex: 'Hexadezimal',
    base64: 'In Base64',
    json: 'Als JSON-Objekt',
    value: 'Wert',
    filter: 'Als Filter',
    expect: 'Als expect-Schritt',
    summary: 'Kurzfassung',
  },
  copyField: (field) => `Feld ${field}`,
  copied: 'Kopiert',
  notCopied: 'Nicht kopiert',
  notCopiedReason: 'Der Browser lässt die Seite nicht in die Zwischenablage schreiben.',

  openFrame: (number) => `Frame ${number} öffnen`,
}
