import { z } from 'zod'
import { duration, formatDuration, parseTypedDuration } from './duration.ts'

/** The kinds of setting that the table in `settings.ts` is made of: how each is written in a file, over the API and by hand. */

/** What a setting may be. */
export type SettingForm =
  | { kind: 'choice'; values: readonly string[] }
  /** Several of the values, at least one. */
  | { kind: 'choices'; values: readonly string[] }
  /** A whole number. */
  | { kind: 'count'; least: number; most: number; isOptional: boolean }
  /** Milliseconds over the API and in the program. */
  | { kind: 'duration'; leastMs: number; isOptional: boolean }
  | { kind: 'switch' }

/** A setting's value; null: not configured. */
export type SettingValue = string | number | boolean | null | readonly string[]

/** One row of the table of settings. */
export interface Setting<
  Value extends SettingValue = SettingValue,
  Written = unknown,
  Kind extends SettingForm['kind'] = SettingForm['kind'],
  IsLive extends boolean = boolean,
> {
  form: SettingForm & { kind: Kind }
  /** As the API and the program have it. */
  inApi: z.ZodType<Value, Value>
  /** As files have it. */
  inFile: z.ZodType<Value, Written>
  default: Value
  /** The default as files write it. */
  writtenDefault: Written
  /** Whether `service.configure` and the step `service` change it while the lab runs. */
  isLive: IsLive
  /** What it is, in one sentence, for the schema of files and the documentation. */
  means: string
}

interface Row<Value, IsLive extends boolean> {
  default: Value
  isLive: IsLive
  means: string
}

/** A setting that is one of a few words. */
export function choice<const V extends string, const L extends boolean>(
  values: readonly V[],
  row: Row<NoInfer<V>, L>,
): Setting<V, V, 'choice', L> {
  const schema = z.enum(values)
  return plain({ kind: 'choice', values }, schema, row)
}

/** A setting that is some of a few words. */
export function choices<const V extends string, const L extends boolean>(
  values: readonly V[],
  row: Row<NoInfer<V>[], L>,
): Setting<V[], V[], 'choices', L> {
  return plain({ kind: 'choices', values }, z.array(z.enum(values)).min(1), row)
}

/** A setting that is on or off. */
export function onOff<const L extends boolean>(row: Row<boolean, L>): Setting<boolean, boolean, 'switch', L> {
  return plain({ kind: 'switch' }, z.boolean(), row)
}

interface CountLimits {
  least: number
  most: number
}

/** A whole number between limits. */
export function count<const L extends boolean>(
  { least, most }: CountLimits,
  row: Row<number, L>,
): Setting<number, number, 'count', L> {
  return plain({ kind: 'count', least, most, isOptional: false }, z.int().min(least).max(most), row)
}

/** A whole number between limits, or null: not configured. */
export function optionalCount<const L extends boolean>(
  { least, most }: CountLimits,
  row: Row<number | null, L>,
): Setting<number | null, number | null, 'count', L> {
  return plain({ kind: 'count', least, most, isOptional: true }, z.int().min(least).max(most).nullable(), row)
}

/**
 * A time, no shorter than the limit. Files write it as `90s`, and so does its row; the API has milliseconds under a key that
 * ends in `Ms`.
 */
export function time<const L extends boolean>(
  leastMs: number,
  row: Row<string, L>,
): Setting<number, string, 'duration', L> {
  return {
    ...row,
    form: { kind: 'duration', leastMs, isOptional: false },
    inApi: z.number().min(leastMs),
    inFile: writtenTime(leastMs).describe(row.means),
    default: duration.parse(row.default),
    writtenDefault: row.default,
  }
}

/** A time as {@link time} has it, or null: not configured. */
export function optionalTime<const L extends boolean>(
  leastMs: number,
  row: Row<string | null, L>,
): Setting<number | null, string | null, 'duration', L> {
  return {
    ...row,
    form: { kind: 'duration', leastMs, isOptional: true },
    inApi: z.number().min(leastMs).nullable(),
    inFile: writtenTime(leastMs).nullable().describe(row.means),
    default: row.default === null ? null : duration.parse(row.default),
    writtenDefault: row.default,
  }
}

function writtenTime(leastMs: number) {
  const problem =
    leastMs === 1 ? 'expected longer than nothing' : `expected ${formatDuration(leastMs)} or longer`
  return duration.refine((timeMs) => timeMs >= leastMs, problem)
}

/** A setting that files and the API write alike. */
function plain<V extends SettingValue, K extends SettingForm['kind'], const L extends boolean>(
  form: SettingForm & { kind: K },
  schema: z.ZodType<V, V>,
  row: Row<V, L>,
): Setting<V, V, K, L> {
  return { ...row, form, inApi: schema, inFile: schema.describe(row.means), writtenDefault: row.default }
}

/** What somebody typed, read: a value to apply, or what is wrong with it. */
export type ParsedSetting = { value: SettingValue } | { problem: SettingProblem }

/** Why what was typed is no value of a setting, with what the setting may be. */
export type SettingProblem =
  | { code: 'no-count'; least: number; most: number; isOptional: boolean }
  | { code: 'no-duration'; isOptional: boolean }
  | { code: 'too-short'; leastMs: number; isOptional: boolean }
  | { code: 'no-choice'; values: readonly string[] }

/** Words that people type for "not configured"; an empty field says it too. */
const nothing = new Set(['', 'none', 'null', 'not configured', 'off'])

/**
 * Reads what a person typed for a setting: `parseSetting(settings.service.idleTimeout, '5 m')` is `{ value: 300000 }`.
 * @returns the value, or what is wrong with it
 */
export function parseSetting({ form, inApi }: Setting, typed: string): ParsedSetting {
  const text = typed.trim()
  if ('isOptional' in form && form.isOptional && nothing.has(text.toLowerCase())) return { value: null }
  const read = inApi.safeParse(typedValue(form, text))
  return read.success ? { value: read.data } : { problem: problemOf(form, text) }
}

function problemOf(form: SettingForm, text: string): SettingProblem {
  switch (form.kind) {
    case 'count': {
      const { least, most, isOptional } = form
      return { code: 'no-count', least, most, isOptional }
    }
    case 'duration': {
      const { leastMs, isOptional } = form
      if (parseTypedDuration(text) === null) return { code: 'no-duration', isOptional }
      return { code: 'too-short', leastMs, isOptional }
    }
    case 'switch':
      return { code: 'no-choice', values: ['on', 'off'] }
    default:
      return { code: 'no-choice', values: form.values }
  }
}

function typedValue(form: SettingForm, text: string): unknown {
  switch (form.kind) {
    case 'count':
      return /^\d+$/.test(text) ? Number(text) : text
    case 'duration':
      return parseTypedDuration(text) ?? text
    case 'switch':
      return text === 'on' ? true : text === 'off' ? false : text
    case 'choices':
      return text.split(/[\s,]+/)
    case 'choice':
      return text
  }
}

/** Writes a setting's value as {@link parseSetting} reads it; the empty text for "not configured". */
export function writeSetting({ form }: Pick<Setting, 'form'>, value: SettingValue): string {
  if (value === null) return ''
  if (form.kind === 'duration') return formatDuration(Number(value))
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'object' ? value.join(', ') : String(value)
}
