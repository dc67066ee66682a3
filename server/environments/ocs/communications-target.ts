import type { Transport } from '#contract'
import type { ProofKind } from '../../sip-user-agent/index.ts'

/** How the service appears to the Communications Server as a client. */
export interface ClientTraits {
  /** The version in its User-Agent header. Servers may refuse old versions. */
  readonly version: string
  /** The newest version of [MS-SIPAE] that it supports. */
  readonly authenticationVersion: 3 | 4
  /** How far the clock of its computer is ahead of lab time. */
  readonly clockOffsetMs: number
}

/** Its version is the version of the server product. */
export const usualClient: ClientTraits = { version: '5.0', authenticationVersion: 4, clockOffsetMs: 0 }

/** Where the Communications Server is, and how the service and it prove who they are. */
export interface CommunicationsTarget {
  host: string
  port: number
  transport: Transport
  /** The name that must be in the server's certificate. */
  serverName: string
  /** PEM of the authority that must have issued the server's certificate. */
  ca: string
  /** The service's own certificate and key for MTLS (PEM), or null to show none. */
  certificate: string | null
  key: string | null
  /** The SIP domain. */
  dns: string
  /** NetBIOS name of the users' domain, for NTLM. */
  domain: string
  /**
   * True: each session has its own connection and is an ordinary client there (OCS 2007). False: all sessions share one,
   * over which the service is a trusted server, or each user proves who it is.
   */
  hasOwnConnections: boolean
  /** How users prove who they are. */
  proof: ProofKind
  /** Copied when the connection is opened. */
  client: ClientTraits
  /** The server is outside this lab, so the clock cannot see when it has handled what it was sent. */
  isExternal: boolean
}
