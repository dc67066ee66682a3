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

/** A listener could not start; `part` says whose. */
export function listenFailure(part: string, listen: { host: string; port: number }, error: unknown): Failure {
  const place = `${listen.host}:${listen.port}`
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new Failure(
      'port-in-use',
      `the ${part} cannot listen on ${place}: another program uses that port`,
      {
        remedy: `End the other program (perhaps another Bramble), or name another port for the ${part} in the lab file; 0 means any free one.`,
        cause: error,
      },
    )
  }
  return new Failure('cannot-listen', `the ${part} cannot listen on ${place}: ${describeFailure(error)}`, {
    remedy: `Name another host or port for the ${part} in the lab file.`,
    cause: error,
  })
}
