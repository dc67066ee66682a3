import type { Filter } from './filter.ts'

/** LDAPResult (RFC 4511 section 4.1.9); referrals are read over. */
export interface LdapResult {
  code: number
  matchedDn: string
  /** The diagnosticMessage, where Active Directory puts its sub-code. */
  diagnostic: string
}

export interface SimpleAuthentication {
  kind: 'simple'
  /** A view into the message. */
  password: Uint8Array
}

export interface SaslAuthentication {
  kind: 'sasl'
  mechanism: string
  /** A view into the message. */
  credentials: Uint8Array | null
}

export interface SearchRequest {
  kind: 'searchRequest'
  base: string
  scope: 'base' | 'one' | 'sub'
  sizeLimit: number
  isTypesOnly: boolean
  filter: Filter
  /** Names of the attributes asked for, as written; none or `*` means all. */
  attributes: readonly string[]
}

export interface LdapAttribute {
  name: string
  values: readonly string[]
}

/** The operations of RFC 4511 section 4 that Bramble speaks. */
export type LdapOperation =
  | {
      kind: 'bindRequest'
      version: number
      name: string
      /** `other`: a choice that RFC 4511 does not define; Active Directory has some of its own. */
      authentication: SimpleAuthentication | SaslAuthentication | { kind: 'other'; tag: number }
    }
  | { kind: 'bindResponse'; result: LdapResult; serverSaslCreds: Uint8Array | null }
  | { kind: 'unbindRequest' }
  | SearchRequest
  | { kind: 'searchResultEntry'; dn: string; attributes: readonly LdapAttribute[] }
  | { kind: 'searchResultDone'; result: LdapResult }
  | { kind: 'abandonRequest' }
  | { kind: 'extendedRequest'; oid: string; value: Uint8Array | null }
  | { kind: 'extendedResponse'; result: LdapResult; oid: string | null; value: Uint8Array | null }
  /** A request that a client may make, and that this directory does not carry out. */
  | { kind: 'unsupportedRequest'; name: string; responseTag: number }
  | { kind: 'unsupportedResponse'; responseTag: number; result: LdapResult }

export interface LdapControl {
  oid: string
  isCritical: boolean
}

export interface LdapMessage {
  id: number
  operation: LdapOperation
  controls: readonly LdapControl[]
}

/** Tags of the operations (RFC 4511 section 4.2 onwards): application class, constructed unless the content is primitive. */
export const operationTag = {
  bindRequest: 0x60,
  bindResponse: 0x61,
  unbindRequest: 0x42,
  searchRequest: 0x63,
  searchResultEntry: 0x64,
  searchResultDone: 0x65,
  abandonRequest: 0x50,
  extendedRequest: 0x77,
  extendedResponse: 0x78,
} as const

/** Requests that only read servers refuse, each with the tag of its answer. */
export const unsupportedRequests: ReadonlyMap<number, { name: string; responseTag: number }> = new Map([
  [0x66, { name: 'modifyRequest', responseTag: 0x67 }],
  [0x68, { name: 'addRequest', responseTag: 0x69 }],
  [0x4a, { name: 'delRequest', responseTag: 0x6b }],
  [0x6c, { name: 'modDNRequest', responseTag: 0x6d }],
  [0x6e, { name: 'compareRequest', responseTag: 0x6f }],
])

/** Extended operations by their OIDs. */
export const extendedOid = {
  /** RFC 4511 section 4.14. */
  startTls: '1.3.6.1.4.1.1466.20037',
  /** RFC 4511 section 4.4.1. */
  noticeOfDisconnection: '1.3.6.1.4.1.1466.20036',
  /** RFC 4532. */
  whoAmI: '1.3.6.1.4.1.4203.1.11.3',
} as const
