import type { FailureCode, FailureFacts } from './failure-facts.ts'

/** A failure in words: what happened, and a remedy if there is one. */
export interface FailureWords {
  readonly message: string
  readonly remedy?: string | undefined
}

type Wording = <Code extends FailureCode>(code: Code, facts: FailureFacts[Code]) => FailureWords

/** The default words are code and facts, so that a stack trace is readable without `server/words`. */
let wording: Wording = (code, facts) => ({ message: `${code} ${JSON.stringify(facts)}` })

/**
 * Sets the function that makes English words of failures. `server/words` calls it when it is imported, so that base does not
 * depend on it. A failure gets its words when it is created, because `stack` keeps the message of that moment.
 */
export function putFailuresIntoWords(words: Wording): void {
  wording = words
}

/**
 * A failure that a person can act on. `code` and `facts` describe it for programs; `message` and `remedy` describe it in
 * English, for reports and logs. A face in another language makes its own words of code and facts.
 * @example throw new Failure('unknown-handheld', { name: 'carol' })
 */
export class Failure<Code extends FailureCode = FailureCode> extends Error {
  readonly code: Code
  readonly facts: FailureFacts[Code]
  readonly remedy: string | undefined

  constructor(code: Code, facts: FailureFacts[Code], options: { cause?: unknown } = {}) {
    const { message, remedy } = wording(code, facts)
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.facts = facts
    this.remedy = remedy
  }
}

/**
 * Errors of the operating system that a person can resolve, by their error codes in Node and SQLite. Extended codes of SQLite
 * begin with these.
 */
const systemErrors = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  SQLITE_FULL: 'disk-full',
  EROFS: 'read-only',
  SQLITE_READONLY: 'read-only',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  SQLITE_PERM: 'not-allowed',
  SQLITE_AUTH: 'not-allowed',
  EMFILE: 'too-many-open-files',
  ENFILE: 'too-many-open-files',
  EIO: 'disk-error',
  SQLITE_IOERR: 'disk-error',
  EBUSY: 'busy',
  SQLITE_BUSY: 'busy',
  SQLITE_LOCKED: 'busy',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'damaged',
  SQLITE_CANTOPEN: 'not-opened',
} as const

/**
 * Converts an error of the operating system to a failure with a remedy.
 * @param doing begins the sentence, such as `the report cannot be written`; without it, the message of Node begins it
 * @returns null for everything else
 */
export function systemFailure(thrown: unknown, doing?: string): Failure | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null
  const { code } = thrown
  const found = Object.entries(systemErrors).find(([error]) => code === error || code.startsWith(`${error}_`))
  if (!found) return null
  return new Failure(found[1], { doing: doing ?? thrown.message }, { cause: thrown })
}

/** A failure with a remedy if there is one, otherwise the thrown value itself. */
export function asFailure(thrown: unknown): unknown {
  return thrown instanceof Failure ? thrown : (systemFailure(thrown) ?? thrown)
}

/** Code and facts of a failure, for programs that read a report. Empty if the thrown value is no `Failure`. */
export function codeAndFacts(thrown: unknown): { code?: FailureCode; facts?: object } {
  return thrown instanceof Failure ? { code: thrown.code, facts: thrown.facts } : {}
}

/** The message of any thrown value. */
export function describeFailure(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Describes an unexpected exception for a report: its class, its message and the place where it was thrown. */
export function describeUnexpected(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const place = /^\s+at (.+)$/m.exec(thrown.stack ?? '')?.[1]
  return `${thrown.name}: ${thrown.message}${place === undefined ? '' : ` (at ${place})`}`
}
