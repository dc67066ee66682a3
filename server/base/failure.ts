import type { FailureCode, FailureFacts } from './failure-facts.ts'

/** A failure in words: what happened, and the way out where there is one. */
export interface FailureWords {
  readonly message: string
  readonly remedy?: string | undefined
}

type Wording = <Code extends FailureCode>(code: Code, facts: FailureFacts[Code]) => FailureWords

/** Where nobody has given words, code and facts stand for them: a stack trace can be read all the same. */
let wording: Wording = (code, facts) => ({ message: `${code} ${JSON.stringify(facts)}` })

/**
 * Gives failures their English words. `server/words` does so when it is imported, so this room need not know it, and every
 * program does import it. The words are made when the failure is, because `stack` keeps the message of that moment.
 */
export function putFailuresIntoWords(words: Wording): void {
  wording = words
}

/**
 * A failure that a person can act on: `code` says which it is, for programs, and `facts` what it is about. `message` and
 * `remedy` say the same in English, for reports and logs; a face that speaks another language makes its words of code and
 * facts.
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
 * What the machine refuses: faults of nobody's program, which somebody can do something about. Error codes of Node and
 * SQLite; SQLite's longer ones begin with these.
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
 * What the machine refused, as a failure with a way out.
 * @param doing begins the sentence, such as `the report cannot be written`; left out, Node's own words begin it
 * @returns null for everything else
 */
export function systemFailure(thrown: unknown, doing?: string): Failure | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null
  const { code } = thrown
  const found = Object.entries(systemErrors).find(([error]) => code === error || code.startsWith(`${error}_`))
  if (!found) return null
  return new Failure(found[1], { doing: doing ?? thrown.message }, { cause: thrown })
}

/** A failure with a way out, where there is one; else what was thrown. */
export function asFailure(thrown: unknown): unknown {
  return thrown instanceof Failure ? thrown : (systemFailure(thrown) ?? thrown)
}

/** For programs that read a report: which failure it is, and what it is about. Nothing where it is no named one. */
export function codeAndFacts(thrown: unknown): { code?: FailureCode; facts?: object } {
  return thrown instanceof Failure ? { code: thrown.code, facts: thrown.facts } : {}
}

/** The words of whatever was thrown. */
export function describeFailure(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** What a report of something that should never happen needs: its kind, its words, and where it came from. */
export function describeUnexpected(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const place = /^\s+at (.+)$/m.exec(thrown.stack ?? '')?.[1]
  return `${thrown.name}: ${thrown.message}${place === undefined ? '' : ` (at ${place})`}`
}
