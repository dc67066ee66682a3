import { z } from 'zod'
import { duration, formatDuration, parseTypedDuration } from './duration.ts'

/** The kinds of setting in the table of `settings.ts`, with their forms in files, over the API, and typed by people. */

/** The type of a setting's value, with its limits. */
export type SettingForm =
  | { kind: 'choice'; values: readonly string[] }
  /** A list of at least one of the values. */
  | { kind: 'choices'; values: readonly string[] }
  /** A whole number. */
  | { kind: 'count'; least: number; most: number; isOptional: boolean }
  /** Milliseconds over the API and in the program. */
  | { kind: 'duration'; leastMs: number; isOptional: boolean }
  | { kind: 'switch' }

/** The value of a setting. Null: not configured. */
export type SettingValue = string | number | boolean | null | readonly string[]

/** One row of the table of settings. */
export interface Setting<
  Value extends SettingValue = SettingValue,
  Written = unknown,
  Kind extends SettingForm['kind'] = SettingForm['kind'],
  IsLive extends boolean = boolean,
> {
  form: SettingForm & { kind: Kind }
  /** Schema for the API and the program. */
  inApi: z.ZodType<Value, Value>
  /** Schema for files. */
  inFile: z.ZodType<Value, Written>
  default: Value
  /** The default in the form of files. */
  writtenDefault: Written
  /** Whether `service.configure` and the step `service` can change it while the lab runs. */
  isLive: IsLive
  /** Describes the setting in one sentence, for the schema of files and the documentation. */
  means: string
}

interface Row<Value, IsLive extends boolean> {
  default: Value
  isLive: IsLive
  means: string
}

/** A setting whose value is one of several words. */
export function choice<const V extends string, const L extends boolean>(
  values: readonly V[],
  row: Row<NoInfer<V>, L>,
): Setting<V, V, 'choice', L> {
  const schema = z.enum(values)
  return plain({ kind: 'choice', values }, schema, row)
}

/** A setting whose value is a list of several words. */
export function choices<const V extends string, const L extends boolean>(
  values: readonly V[],
  row: Row<NoInfer<V>[], L>,
): Setting<V[], V[], 'choices', L> {
  return plain({ kind: 'choices', values }, z.array(z.enum(values)).min(1), row)
}

/** A setting that can be on or off. */
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

/** A whole number between limits, or null for "not configured". */
export function optionalCount<const L extends boolean>(
  { least, most }: CountLimits,
  row: Row<number | null, L>,
): Setting<number | null, number | null, 'count', L> {
  return plain({ kind: 'count', least, most, isOptional: true }, z.int().min(least).max(most).nullable(), row)
}

/**
 * A duration that is not shorter than the limit. Files and the row in the table write it as `90s`; the API has milliseconds, with a
 * key that ends in `Ms`.
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

/** A duration like {@link time}, or null for "not configured". */
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

/** A setting that has the same form in files and over the API. */
function plain<V extends SettingValue, K extends SettingForm['kind'], const L extends boolean>(
  form: SettingForm & { kind: K },
  schema: z.ZodType<V, V>,
  row: Row<V, L>,
): Setting<V, V, K, L> {
  return { ...row, form, inApi: schema, inFile: schema.describe(row.means), writtenDefault: row.default }
}

/** The result of parsing typed text: a value or a problem. */
export type ParsedSetting = { value: SettingValue } | { problem: SettingProblem }

/** The reason why typed text is not a value of a setting, with the valid values. */
export type SettingProblem =
  | { code: 'no-count'; least: number; most: number; isOptional: boolean }
  | { code: 'no-duration'; isOptional: boolean }
  | { code: 'too-short'; leastMs: number; isOptional: boolean }
  | { code: 'no-choice'; values: readonly string[] }

/** Texts that people can type for "not configured". An empty field is one of them. */
const nothing = new Set(['', 'none', 'null', 'not configured', 'off'])

/**
 * Parses the text that a person typed for a setting: `parseSetting(settings.service.idleTimeout, '5 m')` is `{ value: 300000 }`.
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

/** Writes a value in the form that {@link parseSetting} parses. "Not configured" is the empty text. */
export function writeSetting({ form }: Pick<Setting, 'form'>, value: SettingValue): string {
  if (value === null) return ''
  if (form.kind === 'duration') return formatDuration(Number(value))
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'object' ? value.join(', ') : String(value)
}
