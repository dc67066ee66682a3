import type { FrameSummaryFacts } from '#contract'
import type { Sentences } from '../sentences.ts'
import { endings } from './endings.ts'
import { cause as say } from './failures.ts'
import { labels } from './labels.ts'

const presences: Readonly<Record<string, string>> = labels.presence

const receipts = {
  accepted: 'angenommen',
  delivered: 'zugestellt',
  rejected: 'abgelehnt',
  unconfirmed: 'unbestätigt',
}

const handshake = (isDone: boolean) => (isDone ? 'abgeschlossen' : 'fehlgeschlagen')

export const frameSummaries: Sentences<FrameSummaryFacts> = {
  packet: ({ message, packet, packets, cipher }) =>
    `Nachricht ${message}, Paket ${packet}/${packets}, ${cipher}`,
  'content-bytes': ({ bytes }) => `entschlüsselter Inhalt, ${bytes} Bytes`,
  'tls-data': ({ bytes }) => `TLS-Anwendungsdaten, ${bytes} Bytes`,
  'tls-inside': ({ bytes }) => `TLS, darin ${bytes} Bytes`,
  handshake: ({ isDone, bytes }) => `TLS-Handshake ${handshake(isDone)}, ${bytes} Bytes`,
  'packet-unread': ({ message, packet, packets }) => `Nachricht ${message}, Paket ${packet}/${packets}`,
  'handshake-accepted': ({ server, encryption }) =>
    `TLS-Handshake abgeschlossen: Das Zertifikat von ${server} ist angenommen, ${encryption}`,
  'handshake-opened': ({ isDone, detail }) => `TLS-Handshake ${handshake(isDone)}: ${say(detail)}`,
  'device-reachable': ({ pin }) => `Gerät ${pin} ist erreichbar`,
  'device-unreachable': ({ pin }) => `Gerät ${pin} ist nicht erreichbar`,
  'login-request': ({ user }) => `Anmeldung von ${user}`,
  'login-accepted': ({ who }) => `Anmeldung angenommen, ${who}`,
  'login-rejected': ({ status }) => `Anmeldung abgelehnt: ${endings[status].title}`,
  'logged-out': ({ reason }) => `abgemeldet: ${endings[reason].ended}`,
  settings: ({ statusIntervalMs, passwordCaching }) =>
    `Einstellungen: alle ${statusIntervalMs / 1_000} s eine Statusmeldung, Kennwort merken ${passwordCaching ? 'ein' : 'aus'}`,
  'message-to': ({ id, who }) => `Nachricht ${id} an ${who}`,
  'message-from': ({ id, who }) => `Nachricht ${id} von ${who}`,
  'typing-to': ({ isTyping, who }) => `${isTyping ? 'schreibt' : 'schreibt nicht mehr'}, an ${who}`,
  'typing-from': ({ isTyping, who }) => `${isTyping ? 'schreibt' : 'schreibt nicht mehr'}, von ${who}`,
  receipt: ({ id }) => `Quittung ${id}`,
  'receipt-of': ({ id, state }) => `Quittung ${id}: ${receipts[state]}`,
  presence: ({ presence, isSetByClient }) =>
    `Anwesenheit ${presences[presence] ?? presence}${isSetByClient ? ', vom Client gesetzt' : ''}`,
  presences: ({ count }) => `Anwesenheit von ${count}`,
  'contact-changed': ({ change, who }) => `Kontakte: ${who} ${change === 'add' ? 'hinzugefügt' : 'entfernt'}`,
  contacts: ({ count }) => (count === 1 ? '1 Kontakt' : `${count} Kontakte`),
  'conversation-opened': ({ who }) => `Gespräch mit ${who} geöffnet`,
  'conversation-closed': ({ who }) => `Gespräch mit ${who} geschlossen`,
  status: () => 'Statusmeldung',
  logout: () => 'Abmeldung',
}
