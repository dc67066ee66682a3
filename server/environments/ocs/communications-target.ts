import type { Transport } from '#contract'
import type { ProofKind } from '../../sip-user-agent/index.ts'

/** What the service is as a client of the Communications Server. */
export interface ClientTraits {
  /** What it calls itself in User-Agent after its name; servers may refuse old versions. */
  readonly version: string
  /** The newest version of [MS-SIPAE] that it speaks. */
  readonly authenticationVersion: 3 | 4
  /** How far the clock of its computer is ahead of lab time. */
  readonly clockOffsetMs: number
}

/** Its version is that of the server that it belongs to. */
export const usualClient: ClientTraits = { version: '5.0', authenticationVersion: 4, clockOffsetMs: 0 }

/** Where the Communications Server is, and how the service and it prove who they are. */
export interface CommunicationsTarget {
  host: string
  port: number
  transport: Transport
  /** The name that the server's certificate must carry. */
  serverName: string
  /** The authority (PEM) that the server's certificate must come from. */
  ca: string
  /** The service's own half of MTLS (PEM), or null to show none. */
  certificate: string | null
  key: string | null
  /** The SIP domain. */
  dns: string
  /** NetBIOS name of the users' domain, for NTLM. */
  domain: string
  /**
   * Each session has a connection of its own, and is a client there as any other (OCS 2007). Otherwise all share one, over
   * which the service is a trusted server, or its users prove who they are one by one.
   */
  hasOwnConnections: boolean
  /** How users prove who they are. */
  proof: ProofKind
  /** As it was when the connection was opened. */
  client: ClientTraits
  /** The server is outside this lab, so the clock cannot see when it has dealt with what it was sent. */
  isExternal: boolean
}
