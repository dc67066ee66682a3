import type { exports as english } from '../en/page-export.ts'

export const exports: typeof english = {
  title: 'Frames exportieren',
  which: 'Welche Frames',
  shown: 'Was der Filter zeigt',
  shownCount: (count, isCounting) =>
    `${count.toLocaleString('de')} ${count === 1 ? 'Frame' : 'Frames'}${isCounting ? ' bisher' : ''}`,
  lastMinutes: 'Die letzten Minuten dessen, was der Filter zeigt',
  minutes: 'Minuten',
  everything: 'Alles, was aufbewahrt ist',
  format: 'Format',
  formats: {
    pcapng: { name: 'pcapng', hint: 'Für Wireshark, tshark, tcpdump und sngrep' },
    jsonl: { name: 'JSON-Zeilen', hint: 'Ein Frame je Zeile, mit seinen Schichten' },
    text: { name: 'Text', hint: 'Für Menschen und für Tickets' },
  },
  masked: 'Passwörter und Schlüssel sind in jedem Format unkenntlich.',
  madeUp:
    'Das Labor bewahrt Frames auf, nicht die Bytes seiner Verbindungen: In pcapng stehen sie in erfundenen Verbindungen ohne TLS. Kommentare sagen das.',
  save: 'Speichern…',
  download: 'Herunterladen',
  saving: 'Export der Frames',
  saved: 'Der Export wurde gespeichert',
}
