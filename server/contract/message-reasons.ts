import { z } from 'zod'
import { cause, codeAndFacts, type FactsOf } from './code-and-facts.ts'

/** A person, as an address without `sip:`. */
const who = z.string()

/** The reason why a message was rejected, is not confirmed, or waits, for its sender. */
export const messageReason = z.lazy(() =>
  z.discriminatedUnion('code', [
    // Reasons given by the recipient's server.
    codeAndFacts('not-allowed', { who }),
    codeAndFacts('no-such-address', { who }),
    codeAndFacts('no-answer', { who }),
    codeAndFacts('not-signed-in', { who }),
    codeAndFacts('too-long', { who }),
    codeAndFacts('takes-no-messages', { who }),
    codeAndFacts('busy', { who }),
    codeAndFacts('declined', { who }),
    codeAndFacts('refused', { status: z.int(), reason: z.string() }),
    codeAndFacts('not-confirmed', { who }),
    codeAndFacts('unreadable-answer', { who }),
    codeAndFacts('signed-out-before-arrival', { who }),
    codeAndFacts('session-ended-unconfirmed', { who }),
    // Reasons given by the service.
    codeAndFacts('no-address', { address: z.string() }),
    codeAndFacts('connection-lost', {}),
    codeAndFacts('server-unreachable', {}),
    codeAndFacts('session-ended', {}),
    codeAndFacts('too-many-unsent', {}),
    codeAndFacts('lost-on-the-way', {}),
    codeAndFacts('forgotten', {}),
    codeAndFacts('unforeseen', {}),
    // Reasons given by the handheld itself.
    codeAndFacts('handheld-not-signed-in', { cause }),
    codeAndFacts('waits-for-coverage', {}),
    codeAndFacts('kept-by-server', {}),
    codeAndFacts('receipt-waits-for-coverage', {}),
    codeAndFacts('no-room-to-wait', {}),
    codeAndFacts('no-room-to-be-confirmed', {}),
    codeAndFacts('signed-out-unsent', {}),
    codeAndFacts('signed-out-unconfirmed', {}),
    codeAndFacts('no-answer-from-service', {}),
    // Reasons given to a desktop client.
    codeAndFacts('answered', { status: z.int(), reason: z.string() }),
    codeAndFacts('not-answered', {}),
  ]),
)
export type MessageReason = z.infer<typeof messageReason>
export type MessageReasonFacts = FactsOf<MessageReason>
