import { Failure } from '../base/index.ts'

/** One problem of a file and its position. Lines and columns count from 1; 0: the problem has no position. */
export interface Problem {
  file: string
  line: number
  column: number
  /** Path of keys such as `steps[3].login.expect`; empty for the file as a whole. */
  keyPath: string
  text: string
}

/** A file that cannot be used, with all its problems; the message has one line for each. */
export class UnusableFile extends Failure<'unusable-file'> {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], { remedy, cause }: { remedy?: string; cause?: unknown } = {}) {
    const sorted = [...problems].sort(
      (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
    )
    super(
      'unusable-file',
      { problem: wording(sorted), ...(remedy === undefined ? {} : { remedy }) },
      { cause },
    )
    this.problems = sorted
  }
}

/** Maximum number of problems in the message; the error itself has all of them. */
const mostLines = 100

function wording(problems: readonly Problem[]): string {
  const lines = problems.slice(0, mostLines).map(formatProblem)
  if (problems.length > mostLines) lines.push(`… and ${problems.length - mostLines} more problems`)
  return lines.join('\n')
}

/** Such as `scenario.yaml:12:5 steps[3].login.expect: expected accepted | failed, found "acepted"`. */
export function formatProblem({ file, line, column, keyPath, text }: Problem): string {
  const place = line === 0 ? `${file}:` : `${file}:${line}:${column}`
  return `${place} ${keyPath === '' ? '' : `${keyPath}: `}${text}`
}

/** Such as `steps[3].login.expect`. */
export function formatKeyPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}
