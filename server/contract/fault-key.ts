import { z } from 'zod'
import { bitRate } from './bit-rate.ts'
import { duration, formatDuration } from './duration.ts'

/** The keys that single kinds of fault have, with their schemas for files and for the API. */

export type FaultValue = string | number

interface KeyOf<V extends FaultValue> {
  /** Schema for the API and the program. */
  inApi: z.ZodType<V, V>
  /** Schema for files. */
  inFile: z.ZodType<V>
  /** Describes the key in one sentence, for the schema of files and the documentation. */
  means: string
  /** Whether it is a duration: text in files, milliseconds in the program. */
  isDuration: boolean
  /** All values, if there are only a few. */
  choices?: readonly string[]
}

export interface KeyWithDefault<V extends FaultValue = FaultValue> extends KeyOf<V> {
  /** The value if the key is left out. */
  default: V
  /** Alternative name of the key in files. */
  alias?: string
}

/** A key without a default. */
export interface OptionalKey<V extends FaultValue = FaultValue> extends KeyOf<V> {
  isOptional: true
}

export type FaultKey = KeyWithDefault | OptionalKey

const time = { inApi: z.number().min(0), inFile: duration, isDuration: true }

/** A duration. */
export function timeKey(means: string, written: string): KeyWithDefault<number> {
  return { ...time, means, default: duration.parse(written) }
}

export function optionalTimeKey(means: string): OptionalKey<number> {
  return { ...time, means, isOptional: true }
}

/** A number of occasions. */
export function countKey(means: string, most: number): OptionalKey<number> {
  const count = z.int().min(1).max(most)
  return { inApi: count, inFile: count, isDuration: false, means, isOptional: true }
}

/** A probability. */
export function fractionKey(means: string): OptionalKey<number> {
  const fraction = z.number().min(0).max(1)
  return { inApi: fraction, inFile: fraction, isDuration: false, means, isOptional: true }
}

/** A bandwidth, in bits per second. */
export function rateKey<const A extends string>(
  means: string,
  bitsPerSecond: number,
  alias: A,
): KeyWithDefault<number> & { alias: A } {
  return {
    inApi: z.number().min(1),
    inFile: bitRate,
    isDuration: false,
    means,
    default: bitsPerSecond,
    alias,
  }
}

/** The version of a program. */
export function versionKey(means: string, usual: string): KeyWithDefault<string> {
  const version = z.string().regex(/^\d{1,5}(\.\d{1,5}){0,3}$/, 'a version such as 3.5.6907')
  return { inApi: version, inFile: version, isDuration: false, means, default: usual }
}

/** Writes the value of a key in the form of files. */
export function writeFaultValue({ isDuration }: FaultKey, value: FaultValue): FaultValue {
  return isDuration && typeof value === 'number' ? formatDuration(value) : value
}

/** A code that is one of several words. */
export function wordKey<const V extends string>(
  values: readonly V[],
  means: string,
  usual: NoInfer<V>,
): KeyWithDefault<V> {
  const word = z.enum(values)
  return { inApi: word, inFile: word, isDuration: false, choices: values, means, default: usual }
}

/**
 * A code that is a number. Files may also write it as text.
 * @param words texts that are also valid codes
 */
export function codeKey(
  code: z.ZodType<number, number>,
  means: string,
  usual: number,
): KeyWithDefault<number> {
  return { inApi: code, inFile: numbered(code), isDuration: false, means, default: usual }
}

/** A code that is either a number or a text with a schema of its own. */
export function mixedCodeKey(
  code: z.ZodType<number, number>,
  word: z.ZodType<string, string>,
  means: string,
  usual: number,
): KeyWithDefault<string | number> {
  return {
    inApi: z.union([code, word]),
    inFile: z.union([numbered(code), word]),
    isDuration: false,
    means,
    default: usual,
  }
}

/** Converts a text of digits to a number before the schema checks it. */
function numbered(code: z.ZodType<number, number>) {
  const digits = z
    .string()
    .regex(/^\d{1,5}$/, 'a number')
    .transform(Number)
  return z.union([digits.pipe(code), code])
}
