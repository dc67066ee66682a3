import { z } from 'zod'
import { cause, codeAndFacts, type FactsOf } from './code-and-facts.ts'
import { faultKinds } from './faults.ts'
import { faultPlaces } from './vocabulary.ts'

/** Reasons for an abnormal end of an SRP connection between the wireless network and the Dispatcher. */
export const connectionEndCodes = [
  /** Another connection claimed the same SRP ID. The older connection is closed and must not claim the ID again. */
  'srp-id-claimed',
  /** The peer sent invalid SRP, an unexpected frame, or a wrong SRP ID or key. */
  'bad-srp',
  'exchange-timed-out',
  'peer-not-reading',
  /** The operating system reported that the connection broke. */
  'connection-lost',
] as const

const connectionEnd = z.object({
  code: z.enum(connectionEndCodes),
  /** Further explanation, or null if the code is sufficient. */
  cause: z.string().nullable(),
  /** Whether the peer refused the connection and sent the reason. */
  isByPeer: z.boolean(),
})
export type ConnectionEnd = z.infer<typeof connectionEnd>

/** The reason why an NTLM handshake failed. `who` is `DOMAIN\user` as the client sent it. */
const signInFault = z.lazy(() =>
  z.discriminatedUnion('code', [
    codeAndFacts('not-base64', {}),
    codeAndFacts('not-ntlm', { cause }),
    codeAndFacts('first-signature-wrong', {}),
    codeAndFacts('weak-security', { who: z.string() }),
    codeAndFacts('no-account', { who: z.string() }),
    codeAndFacts('account-locked', { who: z.string() }),
    codeAndFacts('wrong-password', { who: z.string() }),
    codeAndFacts('account-refused', { who: z.string(), state: z.string() }),
    codeAndFacts('clock-skew', { who: z.string(), minutes: z.int() }),
  ]),
)
export type SignInFault = z.infer<typeof signInFault>
export type SignInFaultFacts = FactsOf<SignInFault>

/** The other end of a connection. `name` comes from its certificate and is null without one. */
const peer = z.object({ name: z.string().nullable(), address: z.string() })
export type PeerName = z.infer<typeof peer>

/** The main fields of a certificate. */
const shownCertificate = z.object({ subject: z.string(), issuer: z.string(), validUntil: z.string() })
export type ShownCertificate = z.infer<typeof shownCertificate>

/** The addresses in the From and To headers of a request. Null if a header has no SIP address. */
const names = { from: z.string().nullable(), to: z.string().nullable() }
const name = z.string()
const address = z.string()
const method = z.string()
const pin = z.string()
const user = z.string()

export const noticeLevels = ['error', 'warning', 'information'] as const
export type NoticeLevel = (typeof noticeLevels)[number]

/** The parts of the lab that report notices. */
export const noticeParts = [
  'lab',
  'database',
  'certificates',
  'directory',
  'communications',
  'service',
  'desktops',
  'dispatcher',
  'wireless',
  'handhelds',
  'faults',
  'capture',
] as const
export type NoticePart = (typeof noticeParts)[number]

const brokenFacts = {
  place: z.enum(faultPlaces),
  kind: z.enum(faultKinds),
  instance: z.string().nullable(),
}

/** A problem in the lab, or an event that deserves attention. */
export const notice = z.lazy(() =>
  z.discriminatedUnion('code', [
    // An unexpected error in the program, after which the lab continues. `fault` has its type, message and place in the code.
    codeAndFacts('unexpected', { fault: z.string() }),
    codeAndFacts('unexpected-at-content', { content: z.string(), pin, fault: z.string() }),
    codeAndFacts('unexpected-at-message', { message: z.string(), fault: z.string() }),
    codeAndFacts('unexpected-at-giving-up', { message: z.string(), fault: z.string() }),
    codeAndFacts('unexpected-at-peer', { peer, fault: z.string() }),
    // Notices of the lab as a whole.
    codeAndFacts('standstill', {}),
    // A fault that began or ended by itself.
    codeAndFacts('fault-begun', brokenFacts),
    codeAndFacts('fault-over', { ...brokenFacts, by: z.enum(['time', 'count']) }),
    codeAndFacts('capture-failed', { cause }),
    /** The history is no longer written. What was written before stays. */
    codeAndFacts('history-failed', { cause }),
    codeAndFacts('history-full', { most: z.int() }),
    codeAndFacts('marked-frame-dropped', { number: z.int(), comment: z.string() }),
    codeAndFacts('stop-failed', { cause }),
    codeAndFacts('listener-failed', { cause }),
    codeAndFacts('connection-turned-away', { most: z.int() }),
    codeAndFacts('connections-turned-away', { count: z.int() }),
    // Notices of the Configuration Database.
    codeAndFacts('transport-key-not-saved', { handheld: name, cause }),
    codeAndFacts('handheld-removed-at-repair', { handheld: name, pin }),
    codeAndFacts('account-removed-at-repair', { account: name }),
    codeAndFacts('account-added-at-repair', { user, password: z.string() }),
    // Notices of the wireless network.
    codeAndFacts('device-queue-full', { pin }),
    codeAndFacts('dispatcher-queue-full', {}),
    codeAndFacts('network-packet-dropped', { cause }),
    codeAndFacts('dispatcher-unreachable', { address, cause }),
    /** `end` null: the connection was closed normally. */
    codeAndFacts('dispatcher-closed', { end: connectionEnd.nullable() }),
    // Notices of the Dispatcher.
    codeAndFacts('too-many-connections', { most: z.int() }),
    codeAndFacts('connection-closed', { end: connectionEnd }),
    codeAndFacts('router-stopped', {}),
    codeAndFacts('packet-unreadable', { sizeBytes: z.int(), cause }),
    codeAndFacts('packet-dropped', { pin, cause }),
    codeAndFacts('no-route', { content: z.string(), pin }),
    codeAndFacts('device-unknown', { content: z.string(), pin }),
    // Notices of the Collaboration Service.
    codeAndFacts('login-failed', { cause }),
    codeAndFacts('sign-out-failed', { user, cause }),
    codeAndFacts('message-failed', { cause }),
    codeAndFacts('registration-lost', { cause }),
    codeAndFacts('registering-again', { sessions: z.int(), cause }),
    codeAndFacts('registered-again', { sessions: z.int() }),
    codeAndFacts('server-message-dropped', {
      message: z.string(),
      user,
      complaint: z.enum([
        'unsigned',
        'other-association',
        'signature-missing',
        'signature-wrong',
        'signature-unreadable',
        'signature-used',
      ]),
      /** The error in the signed message, if it cannot be parsed. */
      cause: cause.nullable(),
    }),
    codeAndFacts('challenge-unusable', { user, cause }),
    // Notices of the stand-in for the Communications Server.
    codeAndFacts('peer-left-after-handshake', { peer, certificate: shownCertificate }),
    codeAndFacts('peer-left-in-handshake', { address: address.nullable(), certificate: shownCertificate }),
    codeAndFacts('handshake-failed', { address: address.nullable(), cause }),
    codeAndFacts('certificate-expired', { address, name, validUntil: z.string() }),
    codeAndFacts('certificate-not-yet-valid', { address, name }),
    codeAndFacts('certificate-untrusted', { address, name, issuer: z.string().nullable() }),
    codeAndFacts('certificate-of-stranger', { address, name, trusted: z.array(z.string()) }),
    codeAndFacts('request-failed', { method, peer, cause }),
    codeAndFacts('request-unanswerable', { method, peer, cause }),
    codeAndFacts('peer-does-not-read', { peer }),
    codeAndFacts('peer-too-slow', {
      peer,
      at: z.enum(['first-message', 'rest-of-message', 'reading-answer']),
      seconds: z.number(),
    }),
    codeAndFacts('message-unreadable', { peer, cause }),
    codeAndFacts('not-sip', { peer, cause }),
    codeAndFacts('message-cut-off', { peer }),
    codeAndFacts('peer-connection-failed', { peer, cause }),
    codeAndFacts('posed-as-server', { peer, domain: z.string() }),
    codeAndFacts('signed-in-as-other', { account: name, ...names }),
    codeAndFacts('request-as-other', { method, sipAddress: z.string(), ...names }),
    codeAndFacts('signature-refused', {
      method,
      sipAddress: z.string(),
      verdict: z.enum(['wrong', 'replayed']),
    }),
    codeAndFacts('sign-in-refused', { why: signInFault }),
    /** `untold`: scope in which further notices of this kind are suppressed, or null. */
    codeAndFacts('unproven-sign-in', {
      user,
      address,
      untold: z.enum(['within-the-hour', 'over-the-connection']).nullable(),
    }),
    // Notices of the stand-in for Active Directory.
    codeAndFacts('directory-connection-dropped', { address, cause }),
    codeAndFacts('directory-tls-failed', { address, cause }),
    codeAndFacts('directory-client-does-not-read', { address }),
  ]),
)
export type Notice = z.infer<typeof notice>
export type NoticeFacts = FactsOf<Notice>
