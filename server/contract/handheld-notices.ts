import { z } from 'zod'
import { cause, type FactsOf, told } from './told.ts'
import { signedOutReasons } from './vocabulary.ts'

/** What a handheld shows to the person who holds it, beyond messages and presence. */
export const handheldNotice = z.discriminatedUnion('code', [
  /** A login failed, or a session ended. */
  told('ended', { reason: z.enum(signedOutReasons) }),
  /** The Dispatcher answered that it could not read a packet. */
  told('unreadable-at-server', { cause }),
  told('unreadable-packet', { cause }),
  told('conversation-dropped', { who: z.string(), most: z.int() }),
])
export type HandheldNotice = z.infer<typeof handheldNotice>
export type HandheldNoticeFacts = FactsOf<HandheldNotice>
