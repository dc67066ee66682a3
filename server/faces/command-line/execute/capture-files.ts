import { closeSync, openSync } from 'node:fs'
import { describeFailure, Failure } from '../../../base/index.ts'
import { outputTarget } from '../../../base/node/index.ts'
import { type CaptureFile, openCaptureFile } from '../../../traffic/index.ts'
import { UnusableInput } from '../output.ts'

export interface CaptureOptions {
  /** The file; JSON lines where it ends in `.jsonl`, else pcapng. */
  capture?: string
  /** Passwords too. */
  revealSecrets?: boolean
  /** SIP outside TLS as well. */
  clearSip?: boolean
}

/** Opens the file that `--capture` names. @throws {UnusableInput} where it cannot be written */
export async function openCapture(
  path: string,
  { clearSip = false, revealSecrets = false }: CaptureOptions,
): Promise<CaptureFile> {
  try {
    return await openCaptureFile(path, { clear: clearSip, reveal: revealSecrets })
  } catch (cause) {
    const remedy = cause instanceof Failure ? cause.remedy : undefined
    throw new UnusableInput(describeFailure(cause), { ...(remedy === undefined ? {} : { remedy }), cause })
  }
}

/** Checks before anything runs that a capture can be written there; otherwise it would be lost. @throws {UnusableInput} */
export function checkCaptureFile(path: string): void {
  // Opening a pipe would wait for its reader, and closing it again would tell the reader that this is the end.
  if (outputTarget(path).kind === 'stream') return
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch (cause) {
    throw new UnusableInput(
      `--capture: the capture cannot be written to ${path}: ${describeFailure(cause)}`,
      { cause },
    )
  }
}
