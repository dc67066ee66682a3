import { z } from 'zod'

/** Shared parts of the schemas of steps and expectations. */

export const handheldName = z.string().min(1).describe('Name of a handheld')

export const userId = z.string().min(1).describe('ID of a user')

/** Somebody who is written to. */
export const party = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .describe(
    'Name of a handheld: whoever is signed in on it, else the user to whom it was issued. Any other word is a user ID or a SIP address',
  )

export const onOff = z.enum(['on', 'off'])

/** `{ NAME: value }`: one or more handhelds. */
export function perHandheld<V extends z.ZodType>(value: V) {
  return z
    .record(handheldName, value)
    .refine((record) => Object.keys(record).length > 0, 'expected at least one handheld')
    .meta({ minProperties: 1 })
}
