/** Signals that ask the process to end, with the exit code that shells know for each. SIGHUP is left to `nohup`. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const

/** Whether somebody has asked the process to end. */
export interface Ending {
  readonly signal: AbortSignal
  /** Exit code of a process that a signal has ended early. */
  code(): number
}

/** Listens for the first signal that asks the process to end; the second ends it at once. */
export function listenForEnd(): Ending {
  const end = new AbortController()
  let code = 0
  for (const [name, itsCode] of Object.entries(codes)) {
    process.on(name, () => {
      if (end.signal.aborted) process.exit(itsCode)
      code = itsCode
      end.abort()
    })
  }
  return { signal: end.signal, code: () => code }
}
