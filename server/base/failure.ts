/**
 * A failure that a person can act on: `code` names the kind for programs, `message` names the thing, `remedy` the way out.
 * Every named error of the lab extends it.
 */
export class Failure extends Error {
  readonly code: string
  readonly remedy: string | undefined

  constructor(code: string, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.remedy = options.remedy
  }
}

interface SystemFault {
  code: string
  /** Error codes of Node and SQLite; SQLite's longer ones begin with these. */
  errors: readonly string[]
  what: string
  remedy: string
}

/** What the machine refuses: faults of nobody's program, which somebody can do something about. */
const systemFaults: readonly SystemFault[] = [
  {
    code: 'disk-full',
    errors: ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'],
    what: 'the disk is full',
    remedy: 'Free some space on that disk, then repeat it.',
  },
  {
    code: 'read-only',
    errors: ['EROFS', 'SQLITE_READONLY'],
    what: 'it may only be read',
    remedy: 'Allow writing there, or name another file, then repeat it.',
  },
  {
    code: 'not-allowed',
    errors: ['EACCES', 'EPERM', 'SQLITE_PERM', 'SQLITE_AUTH'],
    what: 'the system does not allow it',
    remedy: "Change the file's permissions, or name another file.",
  },
  {
    code: 'too-many-open-files',
    errors: ['EMFILE', 'ENFILE'],
    what: 'too many files are open at once',
    remedy: 'Allow more, such as with ulimit -n 1024, and start Bramble again.',
  },
  {
    code: 'disk-error',
    errors: ['EIO', 'SQLITE_IOERR'],
    what: 'the disk reported an error',
    remedy: 'Check the disk, or move the file to another one.',
  },
  {
    code: 'busy',
    errors: ['EBUSY', 'SQLITE_BUSY', 'SQLITE_LOCKED'],
    what: 'another program holds it',
    remedy: 'Close the other program, then repeat it.',
  },
  {
    code: 'damaged',
    errors: ['SQLITE_CORRUPT', 'SQLITE_NOTADB'],
    what: 'it is damaged',
    remedy: 'End Bramble, move the file away (or put a copy in its place), and start again.',
  },
  {
    code: 'not-opened',
    errors: ['SQLITE_CANTOPEN'],
    what: 'it, or the journal beside it, cannot be opened',
    remedy: 'See that its folder is there and can be written to.',
  },
]

/**
 * What the machine refused, as a failure with a way out.
 * @param doing begins the sentence, such as `the report cannot be written`; what Node says, unless told
 * @returns null for everything else
 */
export function systemFailure(thrown: unknown, doing?: string): Failure | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null
  const { code } = thrown
  const fault = systemFaults.find(({ errors }) =>
    errors.some((error) => code === error || code.startsWith(`${error}_`)),
  )
  if (!fault) return null
  return new Failure(fault.code, `${doing ?? thrown.message}: ${fault.what}`, {
    remedy: fault.remedy,
    cause: thrown,
  })
}

/** A failure with a way out, where there is one; else what was thrown. */
export function asFailure(thrown: unknown): unknown {
  return thrown instanceof Failure ? thrown : (systemFailure(thrown) ?? thrown)
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
