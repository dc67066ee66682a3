import { z } from 'zod'
import { cause, type FactsOf, told } from './told.ts'

/** A person, as an address without `sip:`. */
const who = z.string()

/** Why a message was rejected, is not confirmed, or waits: for the person who wrote it. */
export const messageReason = z.discriminatedUnion('code', [
  // Said by the recipient's server.
  told('not-allowed', { who }),
  told('no-such-address', { who }),
  told('no-answer', { who }),
  told('not-signed-in', { who }),
  told('too-long', { who }),
  told('takes-no-messages', { who }),
  told('busy', { who }),
  told('declined', { who }),
  told('refused', { status: z.int(), reason: z.string() }),
  told('not-confirmed', { who }),
  told('unreadable-answer', { who }),
  told('signed-out-before-arrival', { who }),
  told('session-ended-unconfirmed', { who }),
  // Said by the service.
  told('no-address', { address: z.string() }),
  told('connection-lost', {}),
  told('server-unreachable', {}),
  told('session-ended', {}),
  told('too-many-unsent', {}),
  told('lost-on-the-way', {}),
  told('forgotten', {}),
  told('unforeseen', {}),
  // Said by the handheld itself.
  told('handheld-not-signed-in', { cause }),
  told('waits-for-coverage', {}),
  told('kept-by-server', {}),
  told('receipt-waits-for-coverage', {}),
  told('no-room-to-wait', {}),
  told('no-room-to-be-confirmed', {}),
  told('signed-out-unsent', {}),
  told('signed-out-unconfirmed', {}),
  told('no-answer-from-service', {}),
  // Said to a desktop client.
  told('answered', { status: z.int(), reason: z.string() }),
  told('not-answered', {}),
])
export type MessageReason = z.infer<typeof messageReason>
export type MessageReasonFacts = FactsOf<MessageReason>
