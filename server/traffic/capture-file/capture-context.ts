import type { ProcessFlow } from '#contract'
import type { Failure } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'

/** Information for a capture file besides frames and bytes. */
export interface CaptureContext {
  clock: Clock
  nameOf(pin: string): string
  /** The hops of the lab, and what crosses them in a login. */
  processFlow(): ProcessFlow
  /** The current login of a device; for null, the only login at the moment, if there is just one. */
  loginUnderWay(pin: string | null): string | null
  /** The file can no longer be written; its content up to now can be read. */
  onFailure(failure: Failure): void
}

export interface CaptureFileOptions {
  /** Whether to write passwords, message keys and the keys of connections that may carry a password. */
  reveal?: boolean
  /** Whether to write the keys of TLS connections, with which Wireshark decrypts them. Default: yes. */
  secrets?: boolean
  /** Whether to write SIP inside TLS a second time in the clear, for programs that do not decrypt, such as sngrep. */
  clear?: boolean
}
