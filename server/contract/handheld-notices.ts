import { z } from 'zod'
import { cause, codeAndFacts, type FactsOf } from './code-and-facts.ts'
import { signedOutReasons } from './vocabulary.ts'

/** A notice that a handheld shows to its user. */
export const handheldNotice = z.lazy(() =>
  z.discriminatedUnion('code', [
    /** A login failed, or a session ended. */
    codeAndFacts('ended', { reason: z.enum(signedOutReasons) }),
    /** The Dispatcher answered that it could not decrypt or parse a packet. */
    codeAndFacts('unreadable-at-server', { cause }),
    codeAndFacts('unreadable-packet', { cause }),
    codeAndFacts('conversation-dropped', { who: z.string(), most: z.int() }),
  ]),
)
export type HandheldNotice = z.infer<typeof handheldNotice>
export type HandheldNoticeFacts = FactsOf<HandheldNotice>
