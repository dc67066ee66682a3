import type { DetourFacts, ServerConnection, StepDetail, StepDetailFacts } from '#contract'
import { type Sentences, sentence } from '../sentences.ts'
import { endings } from './endings.ts'
import { causeAsSentence, cause as say } from './failures.ts'
import { redirection } from './sip-failures.ts'

type Occupancy = Extract<StepDetail, { code: 'server-busy' }>['facts']

function used({ sessions, maximum, capacity }: Occupancy): string {
  return maximum === null
    ? `${sessions} von ${capacity} Sitzungen (keine Höchstzahl eingestellt)`
    : `${sessions} von höchstens ${maximum} Sitzungen`
}

function connection({ server, address, encryption, isMutual }: ServerConnection): string {
  const place = `${server} auf ${address}`
  if (encryption === null) return `TCP zu ${place}`
  return `TLS zu ${place}, ${isMutual ? 'beide Zertifikate geprüft' : 'sein Zertifikat geprüft'} (${encryption})`
}

/** What Active Directory's sub-codes mean. They are Windows error numbers in hexadecimal. */
const subCodes: Readonly<Record<string, string>> = {
  '525': 'Active Directory kennt keinen solchen Benutzer',
  '52e': 'die Benutzer-ID oder das Kennwort ist falsch',
  '530': 'der Benutzer darf sich zu dieser Zeit nicht anmelden',
  '531': 'der Benutzer darf sich von diesem Rechner nicht anmelden',
  '532': 'das Kennwort ist abgelaufen',
  '533': 'das Konto ist deaktiviert',
  '568': 'der Benutzer gehört zu vielen Gruppen an',
  '701': 'das Konto ist abgelaufen',
  '773': 'das Kennwort muss vor der ersten Anmeldung geändert werden',
  '775': 'das Konto ist gesperrt',
}

function refusal(subCode: string | null): string {
  if (subCode === null) return 'Active Directory hat die Benutzer-ID oder das Kennwort abgelehnt'
  const words = subCodes[subCode] ?? `Active Directory hat die Anmeldung mit seinem Code ${subCode} abgelehnt`
  return `${words} (data ${subCode})`
}

const mechanisms = { 'spnego-ntlm': 'GSS-SPNEGO (NTLM)', 'simple-over-tls': 'einen Simple Bind über TLS' }

const detours: Sentences<DetourFacts> = {
  redirected: redirection,
  'asked-later': ({ status, reason, seconds }) =>
    `er antwortete zuerst ${status} ${reason} und wurde nach ${seconds} s wieder gefragt (Retry-After)`,
}

export const stepDetails: Sentences<StepDetailFacts> = {
  'credentials-typed': ({ user }) =>
    `${user} hat Benutzer-ID und Kennwort in den Collaboration-Client eingegeben`,
  'credentials-cached': ({ user }) =>
    `Der Client meldet ${user} von selbst wieder an, mit dem gemerkten Kennwort`,
  'no-power': () => 'Das Handheld hat keinen Strom',
  'network-down': () => 'Das Funknetz ist ausgefallen',
  'outside-coverage': () => 'Das Handheld ist außerhalb der Funkabdeckung',
  'request-sent': ({ packets, sizeBytes }) => {
    const count = packets === 1 ? 'ein Paket' : `${packets} Pakete`
    return `Die Anfrage wurde komprimiert, verschlüsselt und an den Dispatcher gesendet: ${count}, ${sizeBytes} Bytes`
  },
  'request-handed-over': () =>
    'Der Dispatcher hat die Anfrage entschlüsselt, dekomprimiert und an den Collaboration Service übergeben',
  'idle-logged-out': ({ loggedOut, ...occupancy }) => {
    const names = loggedOut.map(({ user, silentSeconds }) =>
      silentSeconds === null
        ? `${user} (außerhalb der Funkabdeckung)`
        : `${user} (seit ${silentSeconds} s keine Statusmeldung)`,
    )
    return `${used(occupancy)}: abgemeldet wurden ${names.join(', ')}`
  },
  'session-continues': () =>
    'Dieses Handheld hat eine Sitzung, die von der Anmeldung ersetzt wird, sobald sie angenommen ist',
  'no-maximum': () => 'Es ist keine Höchstzahl eingestellt',
  'below-limit': used,
  'none-idle': (occupancy) => `${used(occupancy)}, und keine davon ist im Leerlauf`,
  'no-timeout-limit': (occupancy) => `${used(occupancy)}, und es ist kein Zeitlimit eingestellt`,
  'server-busy': (occupancy) =>
    `${used(occupancy)} und keine davon ist im Leerlauf und ließe sich abmelden: Server Busy`,
  'needs-no-place': () => 'Sie braucht keinen weiteren Platz',
  'has-room': () => 'Es ist Platz',
  failed: (occupancy) => `${used(occupancy)}, so viele, wie die dauerhafte HTTP-Verbindung trägt: Failed`,
  'maximum-configured': () => 'Es ist eine Höchstzahl eingestellt',
  'database-unreadable': ({ cause }) => `Die Konfigurationsdatenbank ist nicht lesbar: ${say(cause)}`,
  'user-unknown': ({ user }) => `Die Konfigurationsdatenbank hat keinen Benutzer ${user}`,
  'user-not-permitted': ({ user }) => `${user} darf den Collaboration-Client nicht benutzen`,
  'password-left-to-server': ({ user }) =>
    `${user} darf den Client benutzen; das Kennwort soll der Communications Server prüfen`,
  'directory-unavailable': ({ cause }) => `Active Directory kann nicht gefragt werden: ${say(cause)}`,
  'credentials-refused': ({ user, subCode }) => `Active Directory hat ${user} abgelehnt: ${refusal(subCode)}`,
  'credentials-accepted': ({ user, mechanism }) =>
    `${user} darf den Client benutzen; Active Directory hat ${mechanisms[mechanism]} angenommen`,
  'connection-opened': (facts) => `Geöffnet: ${connection(facts)}`,
  'connection-reused': (facts) => `Benutzt die offene Verbindung: ${connection(facts)}`,
  'connection-unavailable': ({ cause }) => causeAsSentence(cause),
  'register-sent': ({ sipAddress }) => `REGISTER für ${sipAddress}`,
  'registration-accepted': ({ sipAddress, isPasswordChecked, detours: way }) => {
    const accepted = `Der Communications Server hat ${sipAddress}${isPasswordChecked ? ' und das Kennwort' : ''} angenommen`
    return [accepted, ...way.map((detour) => sentence(detours, detour))].join('; ')
  },
  'registration-refused': ({ cause }) => causeAsSentence(cause),
  'acceptance-sent': () => 'Die Annahme ging komprimiert und verschlüsselt an das Gerät',
  'rejection-sent': ({ status }) =>
    `Der Status „${endings[status].notice}“ ging komprimiert und verschlüsselt an das Gerät`,
  'client-gave-up': ({ seconds }) =>
    `Innerhalb von ${seconds} s kam keine Antwort beim Handheld an: Der Client hat aufgegeben`,
}
