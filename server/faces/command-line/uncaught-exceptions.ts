import { printFailure } from './output.ts'

let handler = exit

function exit(thrown: unknown): void {
  process.exit(printFailure(thrown))
}

/** Exits at an exception that nobody caught, unless {@link handleUncaught} has set another handler. */
export function listenForUncaught(): void {
  process.on('uncaughtException', (thrown) => handler(thrown))
}

/** Handles uncaught exceptions in place of exiting. @returns makes the process exit at them again */
export function handleUncaught(handle: (thrown: unknown) => void): () => void {
  handler = handle
  return () => {
    handler = exit
  }
}
