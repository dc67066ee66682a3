import { z } from 'zod'
import { cause, type FactsOf, told } from './told.ts'

/** Why an SRP connection between the wireless network and the Dispatcher ended, where it did not end in order. */
export const connectionEndCodes = [
  /** Another connection claimed the same SRP ID: the older one goes, and must not claim it back. */
  'srp-id-claimed',
  /** What came in is no SRP, or out of turn; or the SRP ID or key is wrong. */
  'bad-srp',
  'exchange-timed-out',
  'peer-not-reading',
  /** The system ended the connection. */
  'connection-lost',
] as const

const connectionEnd = z.object({
  code: z.enum(connectionEndCodes),
  /** What was wrong, where the code does not say it all. */
  cause: z.string().nullable(),
  /** The peer refused the connection, and said why. */
  isByPeer: z.boolean(),
})
export type ConnectionEnd = z.infer<typeof connectionEnd>

/** Why a user's NTLM handshake proved nothing. `who` is `DOMAIN\user`, as the client says. */
const signInFault = z.discriminatedUnion('code', [
  told('not-base64', {}),
  told('not-ntlm', { cause }),
  told('first-signature-wrong', {}),
  told('weak-security', { who: z.string() }),
  told('no-account', { who: z.string() }),
  told('account-locked', { who: z.string() }),
  told('wrong-password', { who: z.string() }),
  told('account-refused', { who: z.string(), state: z.string() }),
  told('clock-skew', { who: z.string(), minutes: z.int() }),
])
export type SignInFault = z.infer<typeof signInFault>
export type SignInFaultFacts = FactsOf<SignInFault>

/** Whoever is at the other end of a connection: named by its certificate, or known by its address only. */
const peer = z.object({ name: z.string().nullable(), address: z.string() })
export type PeerName = z.infer<typeof peer>

/** A certificate, by what it says. */
const shownCertificate = z.object({ subject: z.string(), issuer: z.string(), validUntil: z.string() })
export type ShownCertificate = z.infer<typeof shownCertificate>

/** The names in From and To of a request; null where there is no SIP address. */
const names = { from: z.string().nullable(), to: z.string().nullable() }
const name = z.string()
const address = z.string()
const method = z.string()
const pin = z.string()
const user = z.string()

export const noticeLevels = ['error', 'warning', 'information'] as const
export type NoticeLevel = (typeof noticeLevels)[number]

/** Parts of the lab that notices come from. */
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

/** What went wrong in the lab, or deserves a look. */
export const notice = z.discriminatedUnion('code', [
  // A fault of the program: one piece of work ended by it, and the lab goes on. `fault` has its kind, words and place.
  told('unexpected', { fault: z.string() }),
  told('unexpected-at-content', { content: z.string(), pin, fault: z.string() }),
  told('unexpected-at-message', { message: z.string(), fault: z.string() }),
  told('unexpected-at-giving-up', { message: z.string(), fault: z.string() }),
  told('unexpected-at-peer', { peer, fault: z.string() }),
  // The lab as a whole.
  told('standstill', {}),
  told('capture-failed', { cause }),
  told('stop-failed', { cause }),
  told('listener-failed', { cause }),
  told('connection-turned-away', { most: z.int() }),
  told('connections-turned-away', { count: z.int() }),
  // The Configuration Database.
  told('transport-key-not-saved', { handheld: name, cause }),
  told('handheld-removed-at-repair', { handheld: name, pin }),
  told('account-removed-at-repair', { account: name }),
  told('account-added-at-repair', { user, password: z.string() }),
  // The wireless network.
  told('device-queue-full', { pin }),
  told('dispatcher-queue-full', {}),
  told('network-packet-dropped', { cause }),
  told('dispatcher-unreachable', { address, cause }),
  /** `end` null: in order. */
  told('dispatcher-closed', { end: connectionEnd.nullable() }),
  // The Dispatcher.
  told('too-many-connections', { most: z.int() }),
  told('connection-closed', { end: connectionEnd }),
  told('router-stopped', {}),
  told('packet-unreadable', { sizeBytes: z.int(), cause }),
  told('packet-dropped', { pin, cause }),
  told('no-route', { content: z.string(), pin }),
  told('device-unknown', { content: z.string(), pin }),
  // The Collaboration Service.
  told('login-failed', { cause }),
  told('sign-out-failed', { user, cause }),
  told('message-failed', { cause }),
  told('registration-lost', { cause }),
  told('registering-again', { sessions: z.int(), cause }),
  told('registered-again', { sessions: z.int() }),
  told('server-message-dropped', {
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
    /** What is wrong with what is signed, where it cannot be read. */
    cause: cause.nullable(),
  }),
  told('challenge-unusable', { user, cause }),
  // The stand-in for the Communications Server.
  told('peer-left-after-handshake', { peer, certificate: shownCertificate }),
  told('peer-left-in-handshake', { address: address.nullable(), certificate: shownCertificate }),
  told('handshake-failed', { address: address.nullable(), cause }),
  told('certificate-expired', { address, name, validUntil: z.string() }),
  told('certificate-not-yet-valid', { address, name }),
  told('certificate-untrusted', { address, name, issuer: z.string().nullable() }),
  told('certificate-of-stranger', { address, name, trusted: z.array(z.string()) }),
  told('request-failed', { method, peer, cause }),
  told('request-unanswerable', { method, peer, cause }),
  told('peer-does-not-read', { peer }),
  told('peer-too-slow', {
    peer,
    at: z.enum(['first-message', 'rest-of-message', 'reading-answer']),
    seconds: z.number(),
  }),
  told('message-unreadable', { peer, cause }),
  told('not-sip', { peer, cause }),
  told('message-cut-off', { peer }),
  told('peer-connection-failed', { peer, cause }),
  told('posed-as-server', { peer, domain: z.string() }),
  told('signed-in-as-other', { account: name, ...names }),
  told('request-as-other', { method, sipAddress: z.string(), ...names }),
  told('signature-refused', { method, sipAddress: z.string(), verdict: z.enum(['wrong', 'replayed']) }),
  told('sign-in-refused', { why: signInFault }),
  /** `untold`: whose further sign-ins of this kind are not told of. */
  told('unproven-sign-in', {
    user,
    address,
    untold: z.enum(['within-the-hour', 'over-the-connection']).nullable(),
  }),
  // The stand-in for Active Directory.
  told('directory-connection-dropped', { address, cause }),
  told('directory-tls-failed', { address, cause }),
  told('directory-client-does-not-read', { address }),
])
export type Notice = z.infer<typeof notice>
export type NoticeFacts = FactsOf<Notice>
