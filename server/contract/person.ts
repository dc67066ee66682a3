import { z } from 'zod'
import { presences } from './vocabulary.ts'

/** A person on a contact list or at the other end of a conversation. */
export const person = z.object({
  /** Such as `sip:alice@corp.example`. */
  sipAddress: z.string().max(256),
  /** Display name, such as `Alice Archer`. */
  name: z.string(),
  /** Null if unknown: the server does not report it, or the handheld is not signed in. */
  presence: z.enum(presences).nullable(),
})
export type Person = z.infer<typeof person>
