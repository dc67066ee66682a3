import { z } from 'zod'
import { nearest } from '../base/index.ts'
import { formatKeyPath } from './unusable-file.ts'

/** A fault that a schema finds in a value, as a message that people can act on. */
export interface Objection {
  path: PropertyKey[]
  /** The faulty part: the key at the end of the path, its value, or that it is missing. */
  about: 'key' | 'value' | 'missing'
  text: string
}

/**
 * @param writtenAt how the file spells a number, true, false or null
 * @returns every fault that `schema` finds in `value`; empty if the value is valid
 */
export function objections(
  schema: z.ZodType,
  value: unknown,
  writtenAt: (path: PropertyKey[]) => string | null = () => null,
): Objection[] {
  const knownKeys = new WeakMap<string[], string[]>()
  const result = schema.safeParse(value, {
    error(issue) {
      if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
        knownKeys.set(issue.keys, Object.keys(issue.inst.shape))
      } else if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodRecord) {
        knownKeys.set(issue.keys, keysOf(issue.inst.keyType))
      }
      return expectation(issue)
    },
  })
  if (result.success) return []
  return result.error.issues.flatMap((issue) => fromIssue(issue, [], value, knownKeys, writtenAt))
}

/** All objections in one line, for values that come from no file. */
export function explain(schema: z.ZodType, value: unknown): string {
  const words = objections(schema, value).map(({ path, text }) =>
    path.length === 0 ? text : `${formatKeyPath(path)}: ${text}`,
  )
  return words.join('; ')
}

type Issue = z.core.$ZodIssue

function fromIssue(
  issue: Issue,
  prefix: PropertyKey[],
  value: unknown,
  knownKeys: WeakMap<string[], string[]>,
  writtenAt: (path: PropertyKey[]) => string | null,
): Objection[] {
  const path = [...prefix, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys.get(issue.keys) ?? []
      return issue.keys.map((key) => ({ path: [...path, key], about: 'key', text: unknownKey(key, known) }))
    }
    case 'invalid_union':
      // The key that selects one of several forms is missing or has an unknown value.
      if (issue.errors.length === 0) {
        const found = valueAt(value, path)
        const text = choiceOf(issue.message, found)
        return [{ path, about: found === undefined ? 'missing' : 'value', text }]
      }
      return likeliest(issue.errors, valueAt(value, path)).flatMap((one) =>
        fromIssue(one, path, value, knownKeys, writtenAt),
      )
    case 'invalid_key':
      return [
        {
          path,
          about: 'key',
          text: `expected ${issue.issues.map((one) => one.message).join(', ')} as the key`,
        },
      ]
    case 'custom':
      return [{ path, about: 'value', text: issue.message }]
    default: {
      const found = valueAt(value, path)
      if (found === undefined) return [{ path, about: 'missing', text: `missing: expected ${issue.message}` }]
      const guess =
        issue.code === 'invalid_value' && typeof found === 'string'
          ? nearest(found, issue.values.map(String))
          : null
      const written = writtenAt(path)
      const shown = written === null ? show(found) : written.trim() || 'nothing'
      const hint =
        didYouMean(guess) || quoteHint(issue.message, found, written) || booleanHint(issue.message, found)
      return [{ path, about: 'value', text: `expected ${issue.message}, found ${shown}${hint}` }]
    }
  }
}

/**
 * Of several possible forms, selects the one that was probably meant: of the same type as the value, with the fewest faults.
 * If no form is of the same type, the message names all of them.
 */
function likeliest(branches: readonly (readonly Issue[])[], found: unknown): readonly Issue[] {
  const [first] = branches
  if (first === undefined) return []
  const fitting = branches.filter((issues) => !issues.some((issue) => isWrongKind(issue, found)))
  if (fitting.length === 0) {
    const [lead] = first
    if (lead === undefined) return []
    const words = branches.flatMap((issues) => issues.slice(0, 1).map((issue) => issue.message))
    return [{ ...lead, message: [...new Set(words)].join(' or ') }]
  }
  return fitting.reduce((best, next) => (weight(next) < weight(best) ? next : best))
}

function isWrongKind(issue: Issue, found: unknown): boolean {
  if (issue.path.length > 0) return false
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof found !== 'string')
}

function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
  null: 'null',
}

/** What is expected in place of the value; undefined leaves the message to zod. */
function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected
    case 'invalid_union':
      return choices(issue)
    case 'invalid_value':
      return issue.values.map(String).join(' | ')
    case 'too_small':
      return `${bound('at least', issue.minimum, issue.origin)}`
    case 'too_big':
      return `${bound('at most', issue.maximum, issue.origin)}`
    default:
      return undefined
  }
}

/** The message for a number, true, false or null in YAML where text is expected. */
function quoteHint(expected: string, found: unknown, written: string | null): string {
  const isText = expected.split(' or ').includes(kinds.string ?? '')
  if (!isText || !written || (typeof found === 'object' && found !== null)) return ''
  const kind = typeof found === 'number' ? 'a number' : String(found)
  return `, which is ${kind}: put it in quotes`
}

/** YAML 1.2 has only true and false; older versions had more words. */
function booleanHint(expected: string, found: unknown): string {
  if (expected !== kinds.boolean || typeof found !== 'string') return ''
  if (/^(yes|on|y)$/i.test(found)) return didYouMean('true').replaceAll('"', '')
  return /^(no|off|n)$/i.test(found) ? didYouMean('false').replaceAll('"', '') : ''
}

/** All allowed values of the key that selects one of several forms. */
function choices(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string | undefined {
  if (!('options' in issue) || !Array.isArray(issue.options)) return undefined
  return issue.options.map(String).join(' | ')
}

function bound(words: string, limit: number | bigint, origin: string): string {
  const unit = origin === 'string' ? 'character' : origin === 'array' ? 'entry' : ''
  if (unit === '') return `${words} ${limit}`
  const plural = unit === 'entry' ? 'entries' : `${unit}s`
  return `${words} ${limit} ${Number(limit) === 1 ? unit : plural}`
}

function unknownKey(key: string, known: readonly string[]): string {
  const guess = nearest(key, known)
  if (guess !== null) return `unknown key ${JSON.stringify(key)}${didYouMean(guess)}`
  return `unknown key ${JSON.stringify(key)}; known here: ${known.join(', ') || 'none'}`
}

/** The keys of a record that has certain ones only. */
function keysOf(keyType: unknown): string[] {
  return keyType instanceof z.ZodEnum ? keyType.options.map(String) : []
}

/** The end of a message about an unknown word: the likely word, if there is one. */
export function didYouMean(guess: string | null): string {
  return guess === null ? '' : `; did you mean ${JSON.stringify(guess)}?`
}

/** Whether a schema selects one of several forms by the value of one key. @param options the forms as the schema lists them */
function choiceOf(options: string, found: unknown): string {
  if (found === undefined) return `missing: expected ${options}`
  const guess = typeof found === 'string' ? nearest(found, options.split(' | ')) : null
  return `expected ${options}, found ${show(found)}${didYouMean(guess)}`
}

/** Describes any value: the page of a window can send values outside JSON, such as a BigInt. */
function show(found: unknown): string {
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list'
  if (typeof found === 'object' && found !== null) return 'a map'
  if (typeof found === 'function') return 'a function'
  const text = typeof found === 'string' ? JSON.stringify(found) : String(found)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = Reflect.get(current, key)
  }
  return current
}
