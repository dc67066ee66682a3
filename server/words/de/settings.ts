import { formatDuration } from '#contract'
import type { SettingsWords } from '../words.ts'
import { labels } from './labels.ts'

const empty = 'Leer: nicht eingestellt.'

export const settings: SettingsWords = {
  names: {
    'service.maximumSessions': {
      label: 'Maximale Sitzungen',
      hint: 'Wie viele Sitzungen es zugleich geben darf. Leer: nicht eingestellt, dann begrenzt nur die Kapazität.',
    },
    'service.idleTimeout': {
      label: 'Leerlauf-Zeitlimit',
      hint: 'Gilt nur, wenn die Höchstzahl erreicht ist: Dann werden Sitzungen im Leerlauf abgemeldet. Zum Beispiel 5m.',
    },
    'service.inactivityTimeout': {
      label: 'Inaktivitäts-Zeitlimit',
      hint: 'Beendet jede Sitzung, in der die Person länger nichts getan hat: Senden, Tippen, Lesen, Anwesenheit und Kontakte zählen, Statusmeldungen nicht. Unabhängig von der Höchstzahl. Zum Beispiel 30m.',
    },
    'service.persistentConnectionCapacity': {
      label: 'Kapazität',
      hint: 'Sitzungen, die die dauerhafte HTTP-Verbindung trägt. Ohne Höchstzahl schlägt jede weitere Anmeldung fehl: Failed.',
    },
    'service.statusInterval': {
      label: 'Statusintervall',
      hint: 'Wie oft ein Handheld eine Statusmeldung sendet. Zum Beispiel 60s.',
    },
    'service.passwordCaching': {
      label: 'Kennwort merken',
      hint: 'Ein Handheld, dessen Sitzung endete, weil der Dienst anhielt oder ein Server dahinter nicht erreichbar war, meldet sich selbst wieder an: sofort, dann in wachsenden Abständen. Aus: Die Person gibt das Kennwort ein.',
    },
    'service.environment': { label: 'Umgebung', hint: null },
    'communicationsServer.transport': {
      label: 'Transport',
      hint: 'TCP kann nur für OCS 2007 R2 eingestellt werden.',
    },
    'communicationsServer.connectTimeout': { label: 'Zeitlimit der Verbindung', hint: null },
    'communicationsServer.requestTimeout': { label: 'Zeitlimit der Anfragen', hint: null },
    'communicationsServer.authentication': { label: 'Authentifizierung', hint: null },
    'directory.bindTimeout': { label: 'Zeitlimit der Bindung', hint: null },
    'dispatcher.cipher': { label: 'Verschlüsselung', hint: null },
  },
  values: {
    ...labels.environment,
    ...labels.cipher,
    tls: 'TLS (MTLS)',
    tcp: 'TCP',
    ntlm: 'NTLM',
    none: 'Keine',
  },
  notConfigured: 'nicht eingestellt',
  problem(problem) {
    const parts = [problemWords(problem)]
    if ('isOptional' in problem && problem.isOptional) parts.push(empty)
    return parts.join(' ')
  },
  conflicts: { 'tcp-needs-r2': 'nur mit OCS 2007 R2' },
  setTo: (label, value) => `${label} auf ${value} setzen`,
  setToNothing: (label) => `${label}: nicht eingestellt`,
  turn: (label, isOn) => `${label} ${isOn ? 'ein' : 'aus'}schalten`,
}

function problemWords(problem: Parameters<SettingsWords['problem']>[0]): string {
  switch (problem.code) {
    case 'no-count':
      return `Eine ganze Zahl von ${problem.least.toLocaleString('de')} bis ${problem.most.toLocaleString('de')}.`
    case 'no-duration':
      return 'Eine Dauer wie 90s, 5m oder 2h.'
    case 'too-short':
      return `Mindestens ${formatDuration(problem.leastMs)}.`
    case 'no-choice':
      return `Eines von: ${problem.values.join(', ')}.`
  }
}
