import { z } from 'zod'
import { type FaultPlace, linkPresets } from './vocabulary.ts'

/**
 * What can be broken where, and how: the one table of it. `at` and `kind` decide together which further keys a fault has.
 * Files and the API write the same faults; only durations and rates are text in files. Read, they are milliseconds and
 * bits per second.
 */

/** The result codes that LDAP gives, without success and the step of a bind; or a sub-code of Active Directory. */
const directoryCode = z
  .union([
    z
      .int()
      .min(1)
      .max(999)
      .refine((code) => code !== 14, 'expected a result code other than 14, which says that a bind goes on'),
    z.string().regex(/^[0-9a-f]{3}$/i, 'a sub-code of Active Directory such as 52e'),
  ])
  .describe(
    'A result code of LDAP, such as 51 (busy), or a sub-code of Active Directory with "invalid credentials", such as 52e or 775',
  )

const sipCode = z
  .int()
  .min(300)
  .max(699)
  .describe('The status with which every request is answered, such as 503')

const databaseCode = z
  .int()
  .min(1)
  .max(99_999)
  .describe('The error of SQL Server with which every query is answered, such as 1205 (deadlock) or 4060')

/** As the Dispatcher names what is wrong with a packet. */
const dispatcherCode = z
  .enum([
    'unknown-device',
    'unknown-content-type',
    'unknown-key',
    'unknown-suite',
    'bad-payload',
    'too-large',
  ])
  .describe('The error with which every packet is sent back')

const version = z.string().regex(/^\d{1,5}(\.\d{1,5}){0,3}$/, 'a version such as 3.5.6907')

const probability = z
  .number()
  .min(0)
  .max(1)
  .optional()
  .describe(
    'The chance with which each occasion is hit (a connection, a request, a packet); always unless told',
  )

const always = { probability }

const instance = z
  .string()
  .min(1)
  .optional()
  .describe('The instance of the Collaboration Service, such as service-1; all instances unless told')

/** What it means that a place answers wrongly: the codes of each. */
export const faultCodes = {
  communicationsServer: sipCode,
  directory: directoryCode,
  database: databaseCode,
  dispatcher: dispatcherCode,
}

/** How the keys that only some kinds have are written; they differ between files and the API. */
interface FaultKeys<D, J, R, S, L, Q, P> {
  delay: D
  jitter: J
  /** Those of `bandwidth`. */
  rate: R
  codes: { communicationsServer: S; directory: L; database: Q; dispatcher: P }
}

/** The schema of a fault. */
export function faultSchema<
  D extends z.ZodType<number>,
  J extends z.ZodType<number>,
  R extends z.ZodRawShape,
  S extends z.ZodType<number>,
  L extends z.ZodType<string | number>,
  Q extends z.ZodType<number>,
  P extends z.ZodType<string>,
>({ codes, delay, jitter, rate }: FaultKeys<D, J, R, S, L, Q, P>) {
  const plain = <A extends FaultPlace, K extends PlainKind>(at: A, kinds: readonly [K, ...K[]]) =>
    z.strictObject({ at: z.literal(at), kind: z.enum(kinds), ...always })
  const latency = <A extends FaultPlace>(at: A) =>
    z.strictObject({
      at: z.literal(at),
      kind: z.literal('latency'),
      delay: delay.describe('How much later everything is answered'),
      jitter: jitter.optional().describe('Up to this much more or less'),
      ...always,
    })
  const bandwidth = <A extends FaultPlace>(at: A) =>
    z.strictObject({ at: z.literal(at), kind: z.literal('bandwidth'), ...rate, ...always })
  const slowClose = <A extends FaultPlace>(at: A) =>
    z.strictObject({
      at: z.literal(at),
      kind: z.literal('slow-close'),
      delay: delay.describe('How long a connection stays half open'),
      ...always,
    })
  const answer = <A extends FaultPlace, C extends z.ZodType<string | number>>(at: A, code: C) =>
    z.strictObject({ at: z.literal(at), kind: z.literal('answer'), code, ...always })

  return z.discriminatedUnion('at', [
    z.discriminatedUnion('kind', [
      z.strictObject({
        at: z.literal('service'),
        instance,
        kind: z.enum([...serviceCertificates, 'sessions-unchecked']),
        ...always,
      }),
      z.strictObject({
        at: z.literal('service'),
        instance,
        kind: z.literal('clock-skew'),
        offset: delay.describe('How far the clock of its computer is ahead of everybody else’s'),
        ...always,
      }),
      z.strictObject({
        at: z.literal('service'),
        instance,
        kind: z.literal('older-client'),
        version: version.default('2.0').describe('What it calls itself; it signs as older clients did'),
        ...always,
      }),
    ]),
    z.discriminatedUnion('kind', [
      plain('communicationsServer', [
        'down',
        'reset',
        'timeout',
        'signed-handshake-only',
        'deaf-after-write-error',
        ...serverCertificates,
      ]),
      z.strictObject({
        at: z.literal('communicationsServer'),
        kind: z.literal('version-filter'),
        minimum: version.default('3.5').describe('Clients of an older version are refused'),
        ...always,
      }),
      latency('communicationsServer'),
      answer('communicationsServer', codes.communicationsServer),
      bandwidth('communicationsServer'),
      slowClose('communicationsServer'),
    ]),
    z.discriminatedUnion('kind', [
      plain('directory', ['down', 'reset', 'timeout', ...serverCertificates]),
      latency('directory'),
      answer('directory', codes.directory),
      bandwidth('directory'),
      slowClose('directory'),
    ]),
    z.discriminatedUnion('kind', [
      plain('database', ['down', 'reset', 'timeout']),
      latency('database'),
      answer('database', codes.database),
    ]),
    z.discriminatedUnion('kind', [
      plain('dispatcher', ['down', 'reset', 'timeout', 'keys-renewed', 'lengths-unchecked']),
      latency('dispatcher'),
      answer('dispatcher', codes.dispatcher),
      bandwidth('dispatcher'),
      slowClose('dispatcher'),
    ]),
    z.discriminatedUnion('kind', [
      plain('wireless', ['down', 'timeout', 'srp-id-claimed']),
      latency('wireless'),
      bandwidth('wireless'),
    ]),
  ])
}

const serverCertificates = ['certificate-expired', 'certificate-untrusted', 'certificate-name'] as const
/** The service's half of MTLS; a client may also show none. */
const serviceCertificates = ['certificate-expired', 'certificate-untrusted', 'certificate-missing'] as const
type PlainKind =
  | 'down'
  | 'reset'
  | 'timeout'
  | 'sessions-unchecked'
  | 'signed-handshake-only'
  | 'deaf-after-write-error'
  | 'keys-renewed'
  | 'lengths-unchecked'
  | 'srp-id-claimed'
  | (typeof serverCertificates)[number]
  | (typeof serviceCertificates)[number]

const durationMs = z.number().min(0).max(86_400_000)

export const fault = faultSchema({
  delay: durationMs,
  jitter: durationMs,
  rate: { rate: z.number().min(1) },
  codes: faultCodes,
})
/** Something that is broken on purpose. */
export type FaultView = z.output<typeof fault>

/** A handheld's own link; what is left out is as its coverage gives it. */
export const link = z.union([
  z.enum(linkPresets),
  z.strictObject({
    /** One way. */
    delayMs: z.number().min(0).max(86_400_000).optional(),
    /** Up to this much more or less. */
    jitterMs: z.number().min(0).max(86_400_000).optional(),
    /** The chance that a packet must be sent again: it costs time, never data. */
    loss: z.number().min(0).max(1).optional(),
    bitsPerSecond: z.number().min(1).optional(),
  }),
])
export type LinkView = z.output<typeof link>
