import { printFailure } from './output.ts'

let take = endProcess

function endProcess(thrown: unknown): void {
  process.exit(printFailure(thrown))
}

/** An exception that nobody caught ends the process, unless what it runs can do better. */
export function listenForUncaught(): void {
  process.on('uncaughtException', (thrown) => take(thrown))
}

/** @returns lets the process end again */
export function takeUncaught(taker: (thrown: unknown) => void): () => void {
  take = taker
  return () => {
    take = endProcess
  }
}
