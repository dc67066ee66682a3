import type { Notice } from '#contract'
import type { Clock } from '../../../clock/index.ts'
import type { AuthenticationContext } from './associations.ts'
import { createMessageGuard, type GuardedPeer, type MessageGuard } from './guard.ts'
import type { AuthenticationAccounts } from './handshake.ts'

/** Options of the server that concern authentication. */
export interface AuthenticationOptions {
  /** The directory's accounts for NTLM; without them it refuses everybody. */
  accounts?: AuthenticationAccounts
  /** NetBIOS name of the domain; default: the first label of its DNS name. */
  domainName?: string
  /** The highest version of [MS-SIPAE], which the server announces; 4 came with an update to OCS 2007. */
  authenticationVersion?: 3 | 4
  /** Whether a client must sign its first response, as in version 4 of [MS-SIPAE]; called each time. */
  demandsSignedHandshake?(): boolean
  /** Whether a peer over TCP is a trusted server. Over TCP it can be recognised only by its address. */
  isTrustedAddress?(address: string, port: number): boolean
  /** Whether another part has checked the passwords of the users at that address, although the address is not trusted. */
  isVouchedFor?(address: string, port: number): boolean
}

export interface SipAuthentication {
  /** A guard for one connection. */
  guard(peer: GuardedPeer): MessageGuard
}

/** Authentication of everybody who is not a trusted server ([MS-SIPAE] section 3.3). */
export function createAuthentication(
  options: AuthenticationOptions & {
    clock: Clock
    dns: string
    serverName: string
    product: string
    authentication: AuthenticationContext['offers']
    onProblem(notice: Notice): void
  },
): SipAuthentication {
  const { clock, dns, serverName, product } = options
  const [computer = ''] = serverName.split('.')
  const [label = ''] = dns.split('.')
  const context: AuthenticationContext = {
    clock,
    now: () => clock.now(),
    dns,
    serverName,
    product,
    offers: options.authentication,
    version: options.authenticationVersion ?? 4,
    oldestVersion: () => (options.demandsSignedHandshake?.() ? 4 : 3),
    names: {
      netbiosDomain: options.domainName ?? label.toUpperCase(),
      netbiosComputer: computer.toUpperCase(),
      dnsDomain: dns,
      dnsComputer: serverName,
    },
    accounts: options.accounts ?? { find: () => undefined },
    isTrustedAddress: (address, port) => options.isTrustedAddress?.(address, port) ?? false,
    isVouchedFor: (address, port) => options.isVouchedFor?.(address, port) ?? false,
    onProblem: options.onProblem,
  }
  return { guard: (peer) => createMessageGuard(context, peer) }
}
