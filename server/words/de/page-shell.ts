import type { shell as english } from '../en/page-shell.ts'

export const shell: typeof english = {
  pane: (title) => `Bereich ${title}`,
  panes: 'Bereiche des Fensters',
  menu: 'Menü',
  submenu: 'Untermenü',
  preferences: 'Einstellungen des Fensters',
  preferenceLabels: {
    language: 'Sprache',
    theme: 'Farben',
    motion: 'Bewegung',
    density: 'Handhelds erscheinen als',
    panes: 'Bereiche, die zu sehen sind',
  },
  preferencesHint: 'Sie bleiben in diesem Fenster gespeichert, ebenso die Größen der Bereiche.',
  close: 'Schließen',
  cancel: 'Abbrechen',
  dismiss: 'Ausblenden',
  toasts: 'Meldungen',

  parts: 'Teile des Labors',
  part: { dispatcher: 'Dispatcher', service: 'Collaboration Service', directory: 'Verzeichnis' },
  partState: { up: 'läuft', down: 'aus', doubtful: 'gestört', unknown: 'unbekannt' },
  labTime: 'Laborzeit',
  paused: 'angehalten',
  catchingUp: 'holt auf',
  behind: 'Dieser Rechner ist gerade zu langsam: Die Laborzeit hinkt hinterher und holt auf',
  speed: (speed) => `${speed}-mal so schnell wie Echtzeit`,

  notices: 'Meldungen',
  newNotices: (count) => `Meldungen, ${count} neue`,
  noNotices: 'Bisher ist nichts schiefgegangen.',
  levels: { error: 'Fehler', warning: 'Warnung', information: 'Hinweis' },
  noticeParts: {
    lab: 'Labor',
    database: 'Datenbank',
    certificates: 'Zertifikate',
    directory: 'Verzeichnis',
    communications: 'Communications Server',
    service: 'Dienst',
    desktops: 'Arbeitsplätze',
    dispatcher: 'Dispatcher',
    wireless: 'Funknetz',
    handhelds: 'Handhelds',
    faults: 'Störungen',
    capture: 'Aufzeichnung',
  },

  palette: 'Befehle',
  paletteHint: 'Was soll geschehen? Etwa „funk alice keine“ oder „sende alice bob hallo“',
  paletteEmpty: 'Kein Befehl heißt so.',

  reading: 'Das Labor wird geladen',
  connecting: 'Verbindung zum Labor wird hergestellt',
  noAnswer:
    'Noch keine Antwort. Läuft das Labor, und ist dies die Adresse, die es ausgegeben hat? Jeder Start hat ein neues Token.',
  connectionLost: (time) =>
    `Verbindung verloren, neuer Versuch läuft. So war das Labor um ${time}; ändern lässt sich nichts.`,
  refused:
    'Das Labor wurde neu gestartet. Jeder Start hat ein neues Token: Öffnen Sie die Adresse, die `bramble serve` ausgegeben hat.',
  partMissing: 'Dieser Teil des Fensters ließ sich nicht laden. Vielleicht ist das Labor inzwischen neuer.',
  loadAgain: 'Seite neu laden',
  notDone: {
    message: 'Die Verbindung zum Labor ist verloren, deshalb ist nichts geschehen.',
    remedy: 'Warten Sie, bis die Seite wieder verbunden ist, und wiederholen Sie es dann.',
  },
  notUnderstood: {
    message: 'Das Labor hat in einer Form geantwortet, die diese Seite nicht versteht.',
    remedy: 'Laden Sie die Seite neu: Vielleicht ist das Labor inzwischen neuer.',
  },
}
