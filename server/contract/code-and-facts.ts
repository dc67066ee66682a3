import { z } from 'zod'
import { type Cause, describeFailure, Failure, type FailureCause } from '../base/index.ts'
import { failureCode } from './failures.ts'

/**
 * Parts report a code and its facts, never a sentence; `#words` makes the sentences. Each kind of report (notices, step details,
 * reasons) is a union of codes, with a schema for the facts of each code. Unions are lazy, so that a program that starts does not pay
 * for the hundreds of schemas that it may never use.
 */

/** The schema of one code with its facts. */
export function codeAndFacts<const Code extends string, Shape extends z.ZodRawShape>(
  code: Code,
  facts: Shape,
) {
  return z.object({ code: z.literal(code), facts: z.object(facts) })
}

/** Maps each code of a union to its facts. */
export type FactsOf<T extends { code: string; facts: object }> = { [One in T as One['code']]: One['facts'] }

const anyFailure = z.object({ code: failureCode, facts: z.record(z.string(), z.unknown()) })
const failureCause = z.custom<FailureCause>((value) => anyFailure.safeParse(value).success)

/** The cause of a problem: a failure of Bramble, or the message of Node, sip.js, LDAP or SQLite. */
export const cause: z.ZodType<Cause> = z.union([z.string(), failureCause])

/** Converts an exception to a cause. */
export function causeOf(thrown: unknown): Cause {
  if (!(thrown instanceof Failure)) return describeFailure(thrown)
  const { code, facts } = thrown
  return { code, facts }
}

/** The number of sessions and their limit: the configured maximum, or the capacity of the persistent connection. */
export const occupancy = {
  sessions: z.int(),
  maximum: z.int().nullable(),
  capacity: z.int(),
}
