/** Signals that ask the process to end, with the exit code that shells know for each. SIGHUP is left to `nohup`. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const

/** Whether somebody has asked the process to end. */
export interface Ending {
  readonly signal: AbortSignal
  /** Exit code of a process that a signal has ended early. */
  code(): number
}

/** Leaves the signals to somebody else, such as the process that started this one. */
export function ignoreSignals(names: readonly NodeJS.Signals[]): void {
  for (const name of names) process.removeAllListeners(name).on(name, () => {})
}

/**
 * Listens for the first signal that asks the process to end; the second ends it at once. Until somebody listens, the first
 * one does: that is the executable's doing.
 */
export function listenForEnd(): Ending {
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
