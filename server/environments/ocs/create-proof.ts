import type { Notice } from '#contract'
import type { Clock } from '../../clock/index.ts'
import { readUserName } from '../../protocols/ntlm/index.ts'
import { parseUri } from '../../protocols/sip/index.ts'
import {
  DigestProof,
  NtlmProof,
  PeerUnavailable,
  type UserPassword,
  type UserProof,
} from '../../sip-user-agent/index.ts'
import type { CommunicationsTarget } from './communications-target.ts'

/** The user ID and password with which a user proves who it is. */
export interface UserCredentials {
  /** As the person typed it: `alice`, `CORP\alice` or `alice@corp.example`. */
  readonly user: string
  readonly password: UserPassword
}

/** @throws PeerUnavailable when the server wants proof, but did not when the user logged in, so the password was not kept */
export function mustHaveKept(
  sipAddress: string,
  target: CommunicationsTarget,
  credentials: UserCredentials | null,
): void {
  if (target.proof === 'none' || credentials) return
  throw new PeerUnavailable({ code: 'password-not-kept', facts: { sipAddress } })
}

/** @returns null when the server wants no proof from users, or there are no credentials */
export function createProof(options: {
  clock: Clock
  target: CommunicationsTarget
  sipAddress: string
  credentials: UserCredentials | null
  onProblem(notice: Notice): void
}): UserProof | null {
  const { clock, credentials, onProblem, sipAddress, target } = options
  if (target.proof === 'none' || !credentials) return null
  const { user, password } = credentials
  // A plain registrar knows its users by their addresses.
  if (target.proof === 'digest') return new DigestProof(parseUri(sipAddress).user ?? user, password)
  return new NtlmProof({
    clock,
    // Uses the domain that the person typed, if any; it may differ from the configured one.
    ...readUserName(user, target.domain),
    password,
    serverName: target.serverName,
    newestVersion: target.client.authenticationVersion,
    clockOffsetMs: target.client.clockOffsetMs,
    onProblem,
  })
}
