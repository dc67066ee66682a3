import { z } from 'zod'
import { cause, codeAndFacts, type FactsOf } from './code-and-facts.ts'
import { rejections, sessionEndings } from './vocabulary.ts'

/** Where a packet is among those of its message. */
const place = { message: z.int(), packet: z.int(), packets: z.int() }
const size = { bytes: z.int() }
/** A SIP address. */
const who = z.string()

/**
 * The summary of a frame, where it is more than words of the protocol itself: `#words` makes the sentence. A summary such as
 * `REGISTER sip:corp.example` is the same in every language and stays a text.
 */
export const frameSummary = z.lazy(() =>
  z.discriminatedUnion('code', [
    // Before somebody opens the frame.
    codeAndFacts('packet', { ...place, cipher: z.string() }),
    codeAndFacts('content-bytes', size),
    codeAndFacts('tls-data', size),
    codeAndFacts('tls-inside', size),
    codeAndFacts('handshake', { ...size, isDone: z.boolean() }),
    // Of an opened frame whose content is not known.
    codeAndFacts('packet-unread', place),
    codeAndFacts('handshake-accepted', { server: z.string(), encryption: z.string() }),
    codeAndFacts('handshake-opened', { isDone: z.boolean(), detail: cause }),
    // Notices of the carrier.
    codeAndFacts('device-reachable', { pin: z.string() }),
    codeAndFacts('device-unreachable', { pin: z.string() }),
    // What handheld and service tell each other.
    codeAndFacts('login-request', { user: z.string() }),
    codeAndFacts('login-accepted', { who }),
    codeAndFacts('login-rejected', { status: z.enum(rejections), text: z.string() }),
    codeAndFacts('logged-out', { reason: z.enum(sessionEndings) }),
    codeAndFacts('settings', { statusIntervalMs: z.number(), passwordCaching: z.boolean() }),
    codeAndFacts('message-to', { id: z.int(), who }),
    codeAndFacts('message-from', { id: z.int(), who }),
    codeAndFacts('typing-to', { isTyping: z.boolean(), who }),
    codeAndFacts('typing-from', { isTyping: z.boolean(), who }),
    codeAndFacts('receipt', { id: z.int() }),
    codeAndFacts('receipt-of', {
      id: z.int(),
      state: z.enum(['accepted', 'delivered', 'rejected', 'unconfirmed']),
    }),
    codeAndFacts('presence', { presence: z.string(), isSetByClient: z.boolean() }),
    codeAndFacts('presences', { count: z.int() }),
    codeAndFacts('contact-changed', { change: z.enum(['add', 'remove']), who }),
    codeAndFacts('contacts', { count: z.int() }),
    codeAndFacts('conversation-opened', { who }),
    codeAndFacts('conversation-closed', { who }),
    codeAndFacts('status', {}),
    codeAndFacts('logout', {}),
  ]),
)
export type FrameSummary = z.infer<typeof frameSummary>
export type FrameSummaryFacts = FactsOf<FrameSummary>
