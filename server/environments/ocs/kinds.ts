import type { EnvironmentName } from '#contract'
import type { ProofKind } from '../../sip-user-agent/index.ts'

/** What differs between the environments of this folder, and nothing else does. */
export interface OcsKind {
  readonly name: EnvironmentName
  /** What its server calls itself. */
  readonly product: string
  /**
   * Each session has a connection of its own, and is a client there as any other. Otherwise all share one, over which the
   * service is a trusted server, or its users prove who they are one by one.
   */
  readonly hasOwnConnections: boolean
  /** How users prove who they are: at the lab's stand-in, where that offers NTLM, and at a server outside the lab. */
  readonly proof: { readonly standIn: ProofKind; readonly external: ProofKind }
}

/**
 * The service is a trusted server: it vouches for its users, whose passwords Active Directory has checked. A plain registrar
 * that stands in its place asks them for Digest.
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
