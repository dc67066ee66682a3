import {
  type ConnectionEnd,
  type FaultKind,
  type FaultPlace,
  type NoticeFacts,
  type PeerName,
  type ShownCertificate,
  type SignInFaultFacts,
  timeLimits,
} from '#contract'
import { type Sentences, sentence } from '../sentences.ts'
import { cause as say } from './failures.ts'
import { labels } from './labels.ts'

const connectionEnds: Readonly<Record<ConnectionEnd['code'], string>> = {
  'srp-id-claimed': 'eine andere Verbindung hat die SRP-ID beansprucht',
  'bad-srp': 'was ankam, ist kein SRP',
  'exchange-timed-out': `der SRP-Austausch dauerte länger als ${timeLimits.srpExchange.ms / 1_000} s`,
  'peer-not-reading': 'die Gegenstelle liest nicht',
  'connection-lost': 'sie ist abgebrochen',
}

function ended({ cause, code, isByPeer }: ConnectionEnd): string {
  return `${isByPeer ? 'von der Gegenstelle abgelehnt: ' : ''}${cause === null ? connectionEnds[code] : say(cause)}`
}

const accountStates: Readonly<Record<string, string>> = {
  disabled: 'deaktiviert',
  expired: 'abgelaufen',
  locked: 'gesperrt',
}

const signInFaults: Sentences<SignInFaultFacts> = {
  'not-base64': () => 'ihre gssapi-data ist kein Base64',
  'first-signature-wrong': () => 'ihre erste Signatur ist falsch',
  'not-ntlm': ({ cause }) => say(cause),
  'weak-security': ({ who }) => `${who} stimmt der erweiterten Sitzungssicherheit ohne Verbindung nicht zu`,
  'no-account': ({ who }) => `es gibt kein Konto ${who}`,
  'account-locked': ({ who }) => `das Konto ${who} ist gesperrt`,
  'wrong-password': ({ who }) => `das Kennwort von ${who} ist falsch`,
  'account-refused': ({ who, state }) => `das Konto ${who} wird abgelehnt: ${accountStates[state] ?? state}`,
  'clock-skew': ({ who, minutes }) => `die Uhr von ${who} weicht ${minutes} Minuten von der des Servers ab`,
}

function named({ name, address }: PeerName): string {
  return name === null ? `der Client auf ${address}` : `${name} auf ${address}`
}

/** The same after "von". */
function ofPeer({ name, address }: PeerName): string {
  return name === null ? `dem Client auf ${address}` : `${name} auf ${address}`
}

function asSubject(peer: PeerName): string {
  const words = named(peer)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function shown({ subject, issuer, validUntil }: ShownCertificate): string {
  return `von ${subject}, ausgestellt von ${issuer}, gültig bis ${validUntil}`
}

function inNameOf(from: string | null, to: string | null): string {
  return from === to ? (from ?? 'niemandem') : `${from ?? 'niemandem'} und ${to ?? 'niemandem'}`
}

const complaints = {
  unsigned: 'sie ist nicht signiert',
  'other-association': 'sie ist für eine andere Security Association signiert',
  'signature-missing': 'ihre Signatur fehlt',
  'signature-wrong': 'ihre Signatur ist falsch',
  'signature-unreadable': 'was signiert ist, ist nicht lesbar',
  'signature-used': 'ihre Signatur wurde schon einmal benutzt',
}

const slownesses = {
  'first-message': 'keine Nachricht gesendet',
  'rest-of-message': 'eine Nachricht nicht zu Ende gesendet',
  'reading-answer': 'die Antwort auf seine Nachricht nicht gelesen',
}

const verdicts = { wrong: 'die Signatur ist falsch', replayed: 'die Signatur wurde schon einmal benutzt' }

const untoldSignIns = {
  'within-the-hour': '. Weitere in dieser Stunde werden nicht gemeldet',
  'over-the-connection': '. Weitere über dieselbe Verbindung werden nicht gemeldet',
}

const interrupted = 'ein früherer Lauf wurde beendet, während er speicherte'

function broken({
  instance,
  kind,
  place,
}: {
  place: FaultPlace
  kind: FaultKind
  instance: string | null
}): string {
  return `${labels.faultPlace[place]}${instance === null ? '' : ` ${instance}`}: ${labels.fault[kind]}`
}

export const notices: Sentences<NoticeFacts> = {
  unexpected: ({ fault }) => `Unerwartet: ${fault}`,
  'unexpected-at-content': ({ content, pin, fault }) => `Unerwartet: ${content} von Gerät ${pin}: ${fault}`,
  'unexpected-at-message': ({ message, fault }) => `Unerwartet: ${message}: ${fault}`,
  'unexpected-at-giving-up': ({ message, fault }) => `Unerwartet: ${message}, beim Aufgeben: ${fault}`,
  'unexpected-at-peer': ({ peer, fault }) => `Unerwartet: eine Nachricht von ${ofPeer(peer)}: ${fault}`,

  standstill: () =>
    'Die Laborzeit stand still für etwas, das unterwegs war und nicht ankam; sie läuft jetzt weiter, ohne darauf zu warten',
  'fault-begun': (facts) => `${broken(facts)}, wie für jetzt vorgesehen`,
  'fault-over': ({ by, ...facts }) =>
    `${broken(facts)}: vorbei, ${by === 'time' ? 'die Zeit ist um' : 'so oft getroffen wie vorgesehen'}`,
  'stop-failed': ({ cause }) => `wurde nicht geordnet beendet: ${say(cause)}`,
  'marked-frame-dropped': ({ number, comment }) =>
    `Der markierte Frame ${number} ist verworfen, weil die Aufzeichnung nur die letzten Frames behält${comment === '' ? '' : ` (${comment})`}`,
  'capture-failed': ({ cause }) => say(cause),
  'history-failed': ({ cause }) =>
    `Die Vergangenheit wird nicht weiter aufgezeichnet: ${say(cause)}. Was vorher aufgezeichnet wurde, bleibt`,
  'history-full': ({ most }) =>
    `Die Vergangenheit wird nicht weiter aufgezeichnet: Sie hat ${most} Einträge, mehr dürfen es nicht sein`,
  'listener-failed': ({ cause }) => `Der Listener ist gescheitert: ${say(cause)}`,
  'connection-turned-away': ({ most }) =>
    `Eine Verbindung wurde abgewiesen: ${most} sind offen, mehr dürfen es nicht sein`,
  'connections-turned-away': ({ count }) =>
    `Insgesamt wurden ${count} Verbindungen abgewiesen, bis eine der offenen geschlossen wurde`,

  'transport-key-not-saved': ({ handheld, cause }) =>
    `Der neue Transportschlüssel von ${handheld} konnte nicht gespeichert werden: ${say(cause)}`,
  'handheld-removed-at-repair': ({ handheld, pin }) =>
    `Das Handheld ${handheld} (PIN ${pin}) hatte keinen Transportschlüssel und wurde entfernt: ${interrupted}`,
  'account-removed-at-repair': ({ account }) =>
    `Das Verzeichniskonto ${account} gehörte zu keinem Benutzer und wurde entfernt: ${interrupted}`,
  'account-added-at-repair': ({ user, password }) =>
    `Der Benutzer ${user} hatte kein Konto im Verzeichnis und hat ein neues, Kennwort ${password}: ${interrupted}`,

  'device-queue-full': ({ pin }) =>
    `Die Warteschlange für Gerät ${pin} ist voll: Ihr ältestes Paket wurde verworfen`,
  'dispatcher-queue-full': () =>
    'Die Warteschlange zum Dispatcher ist voll: Ihr ältestes Paket wurde verworfen',
  'network-packet-dropped': ({ cause }) => `Ein Paket vom Dispatcher wurde verworfen: ${say(cause)}`,
  'dispatcher-unreachable': ({ address, cause }) =>
    `Das Funknetz erreicht den Dispatcher auf ${address} nicht: ${say(cause)}`,
  'dispatcher-closed': ({ end }) =>
    `Der Dispatcher hat die Verbindung geschlossen: ${end === null ? 'ohne ein Wort' : ended(end)}`,

  'too-many-connections': ({ most }) => `Mehr als ${most} Verbindungen: Eine wurde geschlossen`,
  'connection-closed': ({ end }) => `Verbindung geschlossen: ${ended(end)}`,
  'router-stopped': () => 'Der Router blieb an einem Paket stehen, dessen Länge er nicht prüft',
  'packet-unreadable': ({ sizeBytes, cause }) =>
    `Ein Paket von ${sizeBytes} Bytes wurde verworfen: ${say(cause)}`,
  'packet-dropped': ({ pin, cause }) => `Ein Paket von Gerät ${pin} wurde verworfen: ${say(cause)}`,
  'no-route': ({ content, pin }) =>
    `${content} kann nicht an Gerät ${pin} gesendet werden: Keine Verbindung trägt es`,
  'device-unknown': ({ content, pin }) =>
    `${content} kann nicht an Gerät ${pin} gesendet werden: Es ist unbekannt`,

  'login-failed': ({ cause }) => `Anmeldung: ${say(cause)}`,
  'sign-out-failed': ({ user, cause }) => `Abmelden von ${user} beim Communications Server: ${say(cause)}`,
  'message-failed': ({ cause }) => `Senden einer Nachricht: ${say(cause)}`,
  'registration-lost': ({ cause }) => `Eine Registrierung ging verloren: ${say(cause)}`,
  'registering-again': ({ sessions, cause }) =>
    `${sessions === 1 ? 'Eine Sitzung registriert' : `${sessions} Sitzungen registrieren`} sich neu: ${say(cause)}`,
  'registered-again': ({ sessions }) =>
    `${sessions === 1 ? 'Eine Sitzung ist' : `${sessions} Sitzungen sind`} wieder beim Communications Server registriert`,
  'server-message-dropped': ({ message, user, complaint, cause }) =>
    `${message} vom Communications Server an ${user} wurde verworfen: ${complaints[complaint]}${cause === null ? '' : `: ${say(cause)}`}`,
  'challenge-unusable': ({ user, cause }) =>
    `Die Challenge des Communications Servers an ${user}: ${say(cause)}`,

  'peer-left-after-handshake': ({ peer, certificate }) =>
    `${asSubject(peer)} hat die Verbindung gleich nach dem TLS-Handshake geschlossen: Vielleicht vertraut er dem Zertifikat nicht, das hier gezeigt wird, ${shown(certificate)}`,
  'peer-left-in-handshake': ({ address, certificate }) =>
    `${address ?? 'Ein Client'} hat die Verbindung während des TLS-Handshakes geschlossen: Vielleicht vertraut er dem Zertifikat nicht, das hier gezeigt wird, ${shown(certificate)}`,
  'handshake-failed': ({ address, cause }) =>
    `Ein TLS-Handshake mit ${address ?? 'einem Client'} ist gescheitert: ${say(cause)}`,
  'certificate-expired': ({ address, name, validUntil }) =>
    `Der Client auf ${address} zeigte ein Zertifikat von ${name}, das am ${validUntil} abgelaufen ist, und wurde abgelehnt`,
  'certificate-not-yet-valid': ({ address, name }) =>
    `Der Client auf ${address} zeigte ein Zertifikat von ${name}, das noch nicht gültig ist, und wurde abgelehnt`,
  'certificate-untrusted': ({ address, name, issuer }) =>
    `Der Client auf ${address} zeigte ein Zertifikat von ${name} von einer Zertifizierungsstelle, der hier nicht vertraut wird${issuer === null ? '' : ` (${issuer})`}, und wurde abgelehnt`,
  'certificate-of-stranger': ({ address, name, trusted }) =>
    `Der Client auf ${address} zeigte ein Zertifikat von ${name}, was kein vertrauter Server ist (${trusted.join(', ')}), und wurde abgelehnt`,
  'request-failed': ({ method, peer, cause }) =>
    `${method} von ${ofPeer(peer)} ist gescheitert: ${say(cause)}`,
  'request-unanswerable': ({ method, peer, cause }) =>
    `${asSubject(peer)} hat ein ${method} gesendet, das niemand beantworten kann: ${say(cause)}`,
  'peer-does-not-read': ({ peer }) =>
    `${asSubject(peer)} liest nicht, was ihm gesendet wird: Die Verbindung wurde geschlossen`,
  'peer-too-slow': ({ peer, at, seconds }) =>
    `${asSubject(peer)} hat innerhalb von ${seconds} s ${slownesses[at]}: Die Verbindung wurde geschlossen`,
  'message-unreadable': ({ peer, cause }) =>
    `${asSubject(peer)} hat eine SIP-Nachricht gesendet, die nicht lesbar ist: ${say(cause)}`,
  'not-sip': ({ peer, cause }) =>
    `${asSubject(peer)} hat etwas gesendet, das nicht als SIP lesbar ist, und die Verbindung wurde geschlossen: ${say(cause)}`,
  'message-cut-off': ({ peer }) =>
    `${asSubject(peer)} hat die Verbindung mitten in einer SIP-Nachricht geschlossen`,
  'peer-connection-failed': ({ peer, cause }) =>
    `Die Verbindung mit ${ofPeer(peer)} ist gescheitert: ${say(cause)}`,
  'posed-as-server': ({ peer, domain }) =>
    `${asSubject(peer)} sprach für ${domain}, wie es nur ein vertrauter Server darf, zeigte aber kein Zertifikat und wurde abgelehnt`,
  'signed-in-as-other': ({ account, from, to }) =>
    `${account} hat sich angemeldet, aber im Namen von ${inNameOf(from, to)}`,
  'request-as-other': ({ method, sipAddress, from, to }) =>
    `${sipAddress} hat ein ${method} im Namen von ${inNameOf(from, to)} gesendet`,
  'signature-refused': ({ method, sipAddress, verdict }) =>
    `Ein ${method} im Namen von ${sipAddress} wurde abgelehnt: ${verdicts[verdict]}`,
  'sign-in-refused': ({ why }) => `Eine Anmeldung mit NTLM wurde abgelehnt: ${sentence(signInFaults, why)}`,
  'unproven-sign-in': ({ user, address, untold }) =>
    `${user} hat sich ohne Nachweis angemeldet, von ${address}: Nach einem Kennwort wurde nicht gefragt, da communicationsServer.authentication auch none anbietet${untold === null ? '' : untoldSignIns[untold]}`,

  'directory-connection-dropped': ({ address, cause }) =>
    `Das Verzeichnis hat die Verbindung von ${address} beendet: ${say(cause)}`,
  'directory-tls-failed': ({ address, cause }) =>
    `Das Verzeichnis hat die Verbindung von ${address} beendet: TLS ist gescheitert (${say(cause)})`,
  'directory-client-does-not-read': ({ address }) =>
    `Das Verzeichnis hat die Verbindung von ${address} beendet: Sie liest ihre Antworten nicht`,
}
