import type { exports as english } from '../en/page-export.ts'

export const exports: typeof english = {
  onlyOwn: 'Nur das eigene Labor des Fensters lässt sich exportieren: Gehen Sie erst dorthin zurück.',
  title: 'Frames exportieren',
  which: 'Welche Frames',
  shown: 'Was der Filter zeigt',
  shownCount: (count, isCounting) =>
    `${count.toLocaleString('de')} ${count === 1 ? 'Frame' : 'Frames'}${isCounting ? ' bisher' : ''}`,
  lastMinutes: 'Die letzten Minuten dessen, was der Filter zeigt',
  minutes: 'Minuten',
  everything: 'Alles, was aufbewahrt ist',
  format: 'Format',
  fromNowOn: 'Alles von jetzt an, bis jemand es beendet',
  secrets: 'Mit den Schlüsseln von TLS, damit Wireshark es entschlüsselt',
  start: 'Aufzeichnung beginnen',
  recording: {
    starting: 'Aufzeichnung',
    saving: 'Die Aufzeichnung speichern',
    running: (size, most) => `Zeichnet auf: ${size} von höchstens ${most}`,
    full: (size) => `Die Aufzeichnung ist voll: ${size}`,
    failed: (size) => `Die Aufzeichnung brach ab: ${size}`,
    stopped: (size) => `Aufgezeichnet: ${size}`,
    save: 'Speichern …',
    forget: 'Die Aufzeichnung verwerfen',
    real: 'Eine Aufzeichnung hat die wirklichen Bytes der Verbindungen. SIP in TLS steht darin ein zweites Mal, unverschlüsselt. Bei 256 MB endet sie.',
  },
  formats: {
    pcapng: { name: 'pcapng', hint: 'Für Wireshark, tshark, tcpdump und sngrep' },
    jsonl: { name: 'JSON-Zeilen', hint: 'Ein Frame je Zeile, mit seinen Schichten' },
    text: { name: 'Text', hint: 'Für Menschen und für Tickets' },
  },
  masked: 'Kennwörter und Schlüssel sind in jedem Format unkenntlich gemacht.',
  madeUp:
    'Das Labor bewahrt Frames auf, nicht die Bytes seiner Verbindungen: In pcapng stehen sie in erfundenen Verbindungen ohne TLS. Kommentare sagen das.',
  save: 'Speichern …',
  download: 'Herunterladen',
  bundle: {
    saving: 'Ticket-Bündel',
    labHead:
      'Das Labor, wie es war, als das Bündel entstand. Kennwörter fehlen: Alle haben das voreingestellte. Dateien von Zertifikaten sind nur genannt.',
    readMe: {
      title: 'Bramble-Ticket-Bündel',
      about:
        'Alles, was zu einem Zeitpunkt über ein Labor bekannt war. Ziehen Sie diese Datei auf das Fenster von Bramble, oder nehmen Sie Datei, Bündel öffnen: Es zeigt das Bündel wie zuvor das Labor, nur zum Lesen. Kennwörter und Schlüssel sind überall unkenntlich; was Menschen geschrieben haben, steht darin.',
      files: {
        manifest: 'womit und wann es entstand',
        snapshot: 'der ganze Zustand: Handhelds, Sitzungen, Benutzer, Einstellungen, Anmeldungen, Meldungen',
        settings: 'nur Einstellungen, Zustände und Störungen',
        flows: 'die letzten Anmeldungen, Schritt für Schritt',
        messengers: 'Kontakte und Gespräche, wie die Handhelds sie zeigen',
        frames: 'die Frames aller Strecken, einer je Zeile, mit ihren Schichten',
        capture:
          'dieselben Frames für Wireshark, tshark und tcpdump, in erfundenen Verbindungen (Kommentare sagen das)',
        marks: 'was Menschen zu Frames vermerkt haben',
        logs: 'was das Protokoll sagt, eine Datei je Komponente des Originals',
        log: 'dieselben Zeilen für Programme',
        charts: 'Sitzungen, Frames und Anmeldezeiten im Lauf der Zeit',
        past: 'was geschah, Ereignis für Ereignis, damit die Zeitleiste zurückschauen kann',
        lab: 'ein Labor wie dieses: bramble serve --lab lab.yaml',
        scenario: 'was darin getan wurde: bramble run scenario.yaml',
      },
    },
  },
  past: {
    opening: 'Datei öffnen',
    title: 'Die Vergangenheit, nur zum Lesen:',
    made: (labTime, version) => `Laborzeit ${labTime}, geschrieben von Bramble ${version}`,
    framesLeftOut: (count) => `${count.toLocaleString('de')} ältere Frames fehlen darin`,
    drop: 'Legen Sie ein Ticket-Bündel, eine Aufzeichnung, eine Vergangenheit oder einen Bericht über Läufe ab, um hineinzusehen, oder eine Szenariodatei, um sie im Studio zu öffnen',
    reading: 'Das Ticket-Bündel wird gelesen …',
  },
  saving: 'Export der Frames',
  saved: 'Der Export wurde gespeichert',
}
