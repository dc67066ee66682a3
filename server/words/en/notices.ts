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
  'srp-id-claimed': 'the SRP ID was claimed by another connection',
  'bad-srp': 'what came in is no SRP',
  'exchange-timed-out': `the SRP exchange took longer than ${timeLimits.srpExchange.ms / 1_000} s`,
  'peer-not-reading': 'the peer does not read',
  'connection-lost': 'it broke',
}

function ended({ cause, code, isByPeer }: ConnectionEnd): string {
  return `${isByPeer ? 'refused by the peer: ' : ''}${cause === null ? connectionEnds[code] : say(cause)}`
}

const signInFaults: Sentences<SignInFaultFacts> = {
  'not-base64': () => 'its gssapi-data is not base64',
  'first-signature-wrong': () => 'its first signature is wrong',
  'not-ntlm': ({ cause }) => say(cause),
  'weak-security': ({ who }) => `${who} does not agree to extended session security without a connection`,
  'no-account': ({ who }) => `there is no account ${who}`,
  'account-locked': ({ who }) => `the account ${who} is locked`,
  'wrong-password': ({ who }) => `the password of ${who} is wrong`,
  'account-refused': ({ who, state }) => `the account ${who} is refused: ${state}`,
  'clock-skew': ({ who, minutes }) => `the clock of ${who} is ${minutes} minutes away from the server's`,
}

function named({ name, address }: PeerName): string {
  return name === null ? `the client at ${address}` : `${name} at ${address}`
}

function shown({ subject, issuer, validUntil }: ShownCertificate): string {
  return `of ${subject}, issued by ${issuer}, valid until ${validUntil}`
}

function inNameOf(from: string | null, to: string | null): string {
  return from === to ? (from ?? 'nobody') : `${from ?? 'nobody'} and ${to ?? 'nobody'}`
}

const complaints = {
  unsigned: 'it is not signed',
  'other-association': 'it is signed for another security association',
  'signature-missing': 'its signature is missing',
  'signature-wrong': 'its signature is wrong',
  'signature-unreadable': 'what is signed cannot be read',
  'signature-used': 'its signature was used before',
}

const slownesses = {
  'first-message': 'sent no message',
  'rest-of-message': 'did not finish a message',
  'reading-answer': 'does not read the answer to what it sent',
}

const verdicts = { wrong: 'its signature is wrong', replayed: 'its signature was used before' }

const untoldSignIns = {
  'within-the-hour': '. Others who do so within the hour are not told of',
  'over-the-connection': '. Others over the same connection are not told of',
}

const interrupted = 'an earlier run was ended while it saved'

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
  unexpected: ({ fault }) => `unexpected: ${fault}`,
  'unexpected-at-content': ({ content, pin, fault }) => `unexpected: ${content} of device ${pin}: ${fault}`,
  'unexpected-at-message': ({ message, fault }) => `unexpected: ${message}: ${fault}`,
  'unexpected-at-giving-up': ({ message, fault }) => `unexpected: ${message}, being given up: ${fault}`,
  'unexpected-at-peer': ({ peer, fault }) => `unexpected: a message of ${named(peer)}: ${fault}`,

  standstill: () =>
    'lab time stood still for something under way that did not arrive; it passes without it now',
  'fault-begun': (facts) => `${broken(facts)}, as it was set to begin now`,
  'fault-over': ({ by, ...facts }) =>
    `${broken(facts)}: over, ${by === 'time' ? 'its time has passed' : 'it has hit as often as it was to'}`,
  'stop-failed': ({ cause }) => `did not stop in order: ${say(cause)}`,
  'marked-frame-dropped': ({ number, comment }) =>
    `the marked frame ${number} is dropped, since the capture keeps the latest frames only${comment === '' ? '' : ` (${comment})`}`,
  'capture-failed': ({ cause }) => say(cause),
  'history-failed': ({ cause }) =>
    `the history is no longer recorded: ${say(cause)}. What was recorded before stays`,
  'history-full': ({ most }) =>
    `the history is no longer recorded: it has ${most} entries, as many as it may have`,
  'listener-failed': ({ cause }) => `the listener failed: ${say(cause)}`,
  'connection-turned-away': ({ most }) => `a connection was turned away: ${most} are open, which is the most`,
  'connections-turned-away': ({ count }) =>
    `${count} connections were turned away in all, until one of those that were open closed`,

  'transport-key-not-saved': ({ handheld, cause }) =>
    `the new transport key of ${handheld} could not be saved: ${say(cause)}`,
  'handheld-removed-at-repair': ({ handheld, pin }) =>
    `handheld ${handheld} (PIN ${pin}) had no transport key and is gone: ${interrupted}`,
  'account-removed-at-repair': ({ account }) =>
    `the account ${account} of the directory belonged to no user and is gone: ${interrupted}`,
  'account-added-at-repair': ({ user, password }) =>
    `user ${user} had no account in the directory and has a new one, password ${password}: ${interrupted}`,

  'device-queue-full': ({ pin }) => `the queue for device ${pin} is full: its oldest packet was dropped`,
  'dispatcher-queue-full': () => 'the queue to the Dispatcher is full: its oldest packet was dropped',
  'network-packet-dropped': ({ cause }) => `dropped a packet from the Dispatcher: ${say(cause)}`,
  'dispatcher-unreachable': ({ address, cause }) =>
    `the wireless network cannot reach the Dispatcher at ${address}: ${say(cause)}`,
  'dispatcher-closed': ({ end }) =>
    `the Dispatcher closed the connection: ${end === null ? 'without a word' : ended(end)}`,

  'too-many-connections': ({ most }) => `more than ${most} connections: one was closed`,
  'connection-closed': ({ end }) => `connection closed: ${ended(end)}`,
  'router-stopped': () => 'the Router stopped at a packet whose length it did not check',
  'packet-unreadable': ({ sizeBytes, cause }) => `dropped a packet of ${sizeBytes} bytes: ${say(cause)}`,
  'packet-dropped': ({ pin, cause }) => `dropped a packet of device ${pin}: ${say(cause)}`,
  'no-route': ({ content, pin }) => `cannot send ${content} to device ${pin}: no connection carries it`,
  'device-unknown': ({ content, pin }) => `cannot send ${content} to device ${pin}: it is unknown`,

  'login-failed': ({ cause }) => `login: ${say(cause)}`,
  'sign-out-failed': ({ user, cause }) => `signing ${user} out of the Communications Server: ${say(cause)}`,
  'message-failed': ({ cause }) => `sending a message: ${say(cause)}`,
  'registration-lost': ({ cause }) => `a registration was lost: ${say(cause)}`,
  'registering-again': ({ sessions, cause }) =>
    `${sessions === 1 ? 'one session registers' : `${sessions} sessions register`} again: ${say(cause)}`,
  'registered-again': ({ sessions }) =>
    `${sessions === 1 ? 'one session is' : `${sessions} sessions are`} registered again at the Communications Server`,
  'server-message-dropped': ({ message, user, complaint, cause }) =>
    `${message} of the Communications Server to ${user} was dropped: ${complaints[complaint]}${cause === null ? '' : `: ${say(cause)}`}`,
  'challenge-unusable': ({ user, cause }) =>
    `the challenge of the Communications Server to ${user}: ${say(cause)}`,

  'peer-left-after-handshake': ({ peer, certificate }) =>
    `${named(peer)} closed its connection right after the TLS handshake: it may not trust the certificate shown here, ${shown(certificate)}`,
  'peer-left-in-handshake': ({ address, certificate }) =>
    `${address ?? 'a client'} closed its connection during the TLS handshake: it may not trust the certificate shown here, ${shown(certificate)}`,
  'handshake-failed': ({ address, cause }) =>
    `a TLS handshake with ${address ?? 'a client'} failed: ${say(cause)}`,
  'certificate-expired': ({ address, name, validUntil }) =>
    `the client at ${address} showed a certificate of ${name} that expired on ${validUntil}, and was refused`,
  'certificate-not-yet-valid': ({ address, name }) =>
    `the client at ${address} showed a certificate of ${name} that is not valid yet, and was refused`,
  'certificate-untrusted': ({ address, name, issuer }) =>
    `the client at ${address} showed a certificate of ${name} from an authority that is not trusted here${issuer === null ? '' : ` (${issuer})`}, and was refused`,
  'certificate-of-stranger': ({ address, name, trusted }) =>
    `the client at ${address} showed a certificate of ${name}, which is not a trusted server (${trusted.join(', ')}), and was refused`,
  'request-failed': ({ method, peer, cause }) => `${method} of ${named(peer)} failed: ${say(cause)}`,
  'request-unanswerable': ({ method, peer, cause }) =>
    `${named(peer)} sent a ${method} that cannot be answered: ${say(cause)}`,
  'peer-does-not-read': ({ peer }) =>
    `${named(peer)} does not read what it is sent: its connection was closed`,
  'peer-too-slow': ({ peer, at, seconds }) =>
    `${named(peer)} ${slownesses[at]} within ${seconds} s: its connection was closed`,
  'message-unreadable': ({ peer, cause }) =>
    `${named(peer)} sent a SIP message that cannot be read: ${say(cause)}`,
  'not-sip': ({ peer, cause }) =>
    `${named(peer)} sent what cannot be read as SIP, and its connection was closed: ${say(cause)}`,
  'message-cut-off': ({ peer }) => `${named(peer)} closed its connection in the middle of a SIP message`,
  'peer-connection-failed': ({ peer, cause }) => `the connection of ${named(peer)} failed: ${say(cause)}`,
  'posed-as-server': ({ peer, domain }) =>
    `${named(peer)} spoke for ${domain} as only a trusted server may, but showed no certificate, and was refused`,
  'signed-in-as-other': ({ account, from, to }) =>
    `${account} signed in, but in the name of ${inNameOf(from, to)}`,
  'request-as-other': ({ method, sipAddress, from, to }) =>
    `${sipAddress} sent a ${method} in the name of ${inNameOf(from, to)}`,
  'signature-refused': ({ method, sipAddress, verdict }) =>
    `a ${method} in the name of ${sipAddress} was refused: ${verdicts[verdict]}`,
  'sign-in-refused': ({ why }) => `an NTLM sign-in was refused: ${sentence(signInFaults, why)}`,
  'unproven-sign-in': ({ user, address, untold }) =>
    `${user} signed in without proof, from ${address}: no password was asked for, since communicationsServer.authentication offers none${untold === null ? '' : untoldSignIns[untold]}`,

  'directory-connection-dropped': ({ address, cause }) =>
    `the directory dropped the connection from ${address}: ${say(cause)}`,
  'directory-tls-failed': ({ address, cause }) =>
    `the directory dropped the connection from ${address}: TLS failed (${say(cause)})`,
  'directory-client-does-not-read': ({ address }) =>
    `the directory dropped the connection from ${address}: it does not read its answers`,
}
