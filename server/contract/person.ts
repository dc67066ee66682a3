import { z } from 'zod'
import { presences } from './vocabulary.ts'

/** Somebody with whom one can talk: on a contact list, or at the other end of a conversation. */
export const person = z.object({
  /** Such as `sip:alice@corp.example`. */
  sipAddress: z.string().max(256),
  /** As people read it, such as `Alice Archer`. */
  name: z.string(),
  /** Null: not known, because the server does not tell, or because nobody is signed in to be told. */
  presence: z.enum(presences).nullable(),
})
export type Person = z.infer<typeof person>
