import type { ProcessFlow } from '#contract'
import type { Failure } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'

/** What a capture file tells beside frames and bytes. */
export interface CaptureContext {
  clock: Clock
  nameOf(pin: string): string
  /** The hops of the lab, and what crosses them in a login. */
  processFlow(): ProcessFlow
  /** The login that is under way on a device; for null, the only one that is under way at all. */
  loginUnderWay(pin: string | null): string | null
  /** The file takes nothing more; what was written before can be read. */
  onFailure(failure: Failure): void
}

export interface CaptureFileOptions {
  /** Set to write passwords, message keys and the keys of connections that may carry a password; otherwise left out. */
  reveal?: boolean
  /** SIP that is within TLS, outside it as well: for programs that decrypt nothing, such as sngrep. */
  clear?: boolean
}
