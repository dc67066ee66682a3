import type { EnvironmentName } from '#contract'
import type { ProofKind } from '../../sip-user-agent/index.ts'

/** Everything in which the environments of this folder differ. */
export interface OcsKind {
  readonly name: EnvironmentName
  /** The name in its server's messages. */
  readonly product: string
  /**
   * True: each session has its own connection and is an ordinary client there. False: all sessions share one, over which
   * the service is a trusted server, or each user proves who it is.
   */
  readonly hasOwnConnections: boolean
  /** How users prove who they are: at the lab's stand-in, where that offers NTLM, and at a server outside the lab. */
  readonly proof: { readonly standIn: ProofKind; readonly external: ProofKind }
}

/**
 * The service is a trusted server: it vouches for its users, whose passwords Active Directory has checked. A plain registrar
 * in place of OCS asks the users for Digest.
 */
export const ocs2007r2: OcsKind = {
  name: 'ocs2007r2',
  product: 'RTC/3.5',
  hasOwnConnections: false,
  proof: { standIn: 'none', external: 'digest' },
}

/** The service is no trusted server: the server checks passwords, by Integrated Windows authentication. */
export const ocs2007: OcsKind = {
  name: 'ocs2007',
  product: 'RTC/3.0',
  hasOwnConnections: true,
  proof: { standIn: 'ntlm', external: 'ntlm' },
}
