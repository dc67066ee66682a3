import { z } from 'zod'
import { type Cause, describeFailure, Failure, type FailureCause } from '../base/index.ts'
import { failureCode } from './failures.ts'

/**
 * What the parts tell is a code and the facts that belong to it, never a sentence: `#words` makes the sentences. Each kind of
 * thing that is told has one list here of its codes, with a schema for the facts of each.
 */

/** One code, and the schema of its facts. */
export function told<const Code extends string, Shape extends z.ZodRawShape>(code: Code, facts: Shape) {
  return z.object({ code: z.literal(code), facts: z.object(facts) })
}

/** Codes with their facts, from the union of what can be told. */
export type FactsOf<T extends { code: string; facts: object }> = { [One in T as One['code']]: One['facts'] }

const anyFailure = z.object({ code: failureCode, facts: z.record(z.string(), z.unknown()) })
const failureCause = z.custom<FailureCause>((value) => anyFailure.safeParse(value).success)

/** Why something went wrong: a failure of Bramble's, or the words of who refused it, such as Node, sip.js, LDAP or SQLite. */
export const cause: z.ZodType<Cause> = z.union([z.string(), failureCause])

/** What was thrown, as a fact. */
export function causeOf(thrown: unknown): Cause {
  if (!(thrown instanceof Failure)) return describeFailure(thrown)
  const { code, facts } = thrown
  return { code, facts }
}

/** How many sessions there are, and how many there may be: a maximum, or else what the persistent connection supports. */
export const occupancy = {
  sessions: z.int(),
  maximum: z.int().nullable(),
  capacity: z.int(),
}
