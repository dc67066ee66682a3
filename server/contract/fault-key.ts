import { z } from 'zod'
import { bitRate } from './bit-rate.ts'
import { duration, formatDuration } from './duration.ts'

/** The kinds of key that single faults have: how each is written in a file and over the API. */

export type FaultValue = string | number

interface KeyOf<V extends FaultValue> {
  /** As the API and the program have it. */
  inApi: z.ZodType<V, V>
  /** As files have it. */
  inFile: z.ZodType<V>
  /** What it is, in one sentence, for the schema of files and the documentation. */
  means: string
  /** Whether it is a duration: milliseconds once read, text in files. */
  isDuration: boolean
}

export interface KeyWithDefault<V extends FaultValue = FaultValue> extends KeyOf<V> {
  /** What it is, unless told. */
  default: V
  /** Another name that files may use. */
  alias?: string
}

/** A key that has no value unless told. */
export interface OptionalKey<V extends FaultValue = FaultValue> extends KeyOf<V> {
  isOptional: true
}

export type FaultKey = KeyWithDefault | OptionalKey

const time = { inApi: z.number().min(0), inFile: duration, isDuration: true }

/** A time; milliseconds once read. */
export function timeKey(means: string, written: string): KeyWithDefault<number> {
  return { ...time, means, default: duration.parse(written) }
}

export function optionalTimeKey(means: string): OptionalKey<number> {
  return { ...time, means, isOptional: true }
}

/** A bandwidth; bits per second once read. */
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

/** As files write a value of a key. */
export function writeFaultValue({ isDuration }: FaultKey, value: FaultValue): FaultValue {
  return isDuration && typeof value === 'number' ? formatDuration(value) : value
}

/** A code that is one of a few words. */
export function wordKey<const V extends string>(
  values: readonly V[],
  means: string,
  usual: NoInfer<V>,
): KeyWithDefault<V> {
  const word = z.enum(values)
  return { inApi: word, inFile: word, isDuration: false, means, default: usual }
}

/**
 * A code that is a number. Some write it as text in files.
 * @param words texts that are codes too
 */
export function codeKey(
  code: z.ZodType<number, number>,
  means: string,
  usual: number,
): KeyWithDefault<number> {
  return { inApi: code, inFile: numbered(code), isDuration: false, means, default: usual }
}

/** A code that is a number, or a text of another kind. */
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

/** Digits are a number once read. */
function numbered(code: z.ZodType<number, number>) {
  const digits = z
    .string()
    .regex(/^\d{1,5}$/, 'a number')
    .transform(Number)
  return z.union([digits.pipe(code), code])
}
