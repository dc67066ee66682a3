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

/** The words of whatever was thrown. */
export function describeFailure(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
