/** Signals that ask the process to end, with the exit code that shells know for each. SIGHUP is left to `nohup`. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const

/** Whether a signal has asked the process to end. */
export interface EndSignals {
  readonly signal: AbortSignal
  /** Exit code of a process that a signal has ended early. */
  code(): number
}

/** Ignores signals that another process handles, such as the one that started this one. */
export function ignoreSignals(names: readonly NodeJS.Signals[]): void {
  for (const name of names) process.removeAllListeners(name).on(name, () => {})
}

/**
 * Listens for signals that ask the process to end: the first aborts `signal`, the second exits at once. Before this is called,
 * the executable (`cli.ts`) exits at the first.
 */
export function listenForEndSignals(): EndSignals {
  const end = new AbortController()
  let code = 0
  for (const [name, itsCode] of Object.entries(codes)) {
    process.removeAllListeners(name)
    process.on(name, () => {
      if (end.signal.aborted) process.exit(itsCode)
      code = itsCode
      end.abort()
    })
  }
  return { signal: end.signal, code: () => code }
}
