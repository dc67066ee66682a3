import type { Transport } from '#contract'

/** A login, as far as the Communications Server is concerned. */
export interface EndpointLogin {
  sessionId: string
  sipAddress: string
  pin: string
  /** As the person typed it: `alice`, `CORP\alice` or `alice@corp.example`. */
  user: string
  /** Kept as long as the session, and only where the server wants proof of it. */
  password: string
  /** Somebody else, such as the directory, has found the password right; if not, the server must. */
  isPasswordChecked: boolean
}

/** The connectivity information that is cached to keep a session (step 7). */
export interface Connectivity {
  /** Such as `sip:alice@corp.example`. */
  sipAddress: string
  /** `host:port` of the Communications Server. */
  server: string
  transport: Transport
  callId: string
  /** Lab time in milliseconds; refreshed before. */
  expiresAt: number
  /** What did not go straight on the way to this registration, a sentence each: redirections, waiting. */
  detours?: readonly string[]
}
