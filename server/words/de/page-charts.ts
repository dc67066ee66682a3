import type { charts as english } from '../en/page-charts.ts'

export const charts: typeof english = {
  title: 'Diagramme',
  sessions: 'Sitzungen',
  frames: 'Frames je Sekunde',
  times: 'Dauer der Anmeldung',
  time: 'Zeit',
  changes: 'Was sich änderte',
  ofMaximum: (sessions, maximum) => `${sessions} von ${maximum}`,
  noLogins: 'keine Anmeldung',
  loginTimes: (logins, p50, p95) =>
    `${logins === 1 ? '1 Anmeldung' : `${logins} Anmeldungen`}, die Hälfte binnen ${p50}, 95 % binnen ${p95}`,
  span: 'Wie weit zurück',
  spans: { minutes: 'Letzte 5 Minuten', hour: 'Letzte Stunde', all: 'Alles' },
  moment: 'Zeitpunkt',
  keys: 'Pfeile bewegen, + und - ändern den Ausschnitt, Escape zeigt alles',
  zoomOut: 'Die ganze Zeit zeigen',
  asTable: 'Als Tabelle zeigen',
  asCurves: 'Als Kurven zeigen',
  reading: 'Liest, was geschah …',
  setting: (label, value) => `${label}: ${value}`,
  broke: (what) => `Gestört: ${what}`,
  mended: (what) => `Behoben: ${what}`,
  restarted: (place) => `Neu gestartet: ${place}`,
}
