import type { Filter } from './filter.ts'

/** LDAPResult (RFC 4511 section 4.1.9); referrals are ignored. */
export interface LdapResult {
  code: number
  matchedDn: string
  /** The diagnosticMessage, where Active Directory puts its sub-code. */
  diagnostic: string
}

interface SimpleAuthentication {
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

/**
 * One message of a Sicily bind ([MS-ADTS] 5.1.1.1.3), Active Directory's own way of carrying NTLM, which python3-ldap3 and
 * impacket use: package discovery, then the first and the third message of NTLM.
 */
export interface SicilyAuthentication {
  kind: 'sicily'
  step: SicilyStep
  /** A view into the message. */
  token: Uint8Array
}

export type SicilyStep = 'package-discovery' | 'negotiate' | 'response'

export interface SearchRequest {
  kind: 'searchRequest'
  base: string
  scope: 'base' | 'one' | 'sub'
  sizeLimit: number
  isTypesOnly: boolean
  filter: Filter
  /** Names of the requested attributes, as written; none or `*` means all. */
  attributes: readonly string[]
}

export interface LdapAttribute {
  name: string
  values: readonly (string | Uint8Array)[]
}

export interface CompareRequest {
  kind: 'compareRequest'
  dn: string
  attribute: string
  /** A view into the message. */
  value: Uint8Array
}

/** The operations of RFC 4511 section 4 that Bramble speaks. */
export type LdapOperation =
  | {
      kind: 'bindRequest'
      version: number
      name: string
      /** `other`: a choice that neither RFC 4511 nor Active Directory defines. */
      authentication:
        | SimpleAuthentication
        | SaslAuthentication
        | SicilyAuthentication
        | { kind: 'other'; tag: number }
    }
  | { kind: 'bindResponse'; result: LdapResult; serverSaslCreds: Uint8Array | null }
  /** A SicilyBindResponse has server bytes in place of the matched DN. */
  | { kind: 'sicilyBindResponse'; code: number; serverCredentials: Uint8Array; diagnostic: string }
  | { kind: 'unbindRequest' }
  | SearchRequest
  | { kind: 'searchResultEntry'; dn: string; attributes: readonly LdapAttribute[] }
  | { kind: 'searchResultDone'; result: LdapResult }
  | CompareRequest
  | { kind: 'compareResponse'; result: LdapResult }
  | { kind: 'abandonRequest' }
  | { kind: 'extendedRequest'; oid: string; value: Uint8Array | null }
  | { kind: 'extendedResponse'; result: LdapResult; oid: string | null; value: Uint8Array | null }
  /** A valid request that this directory does not support. */
  | { kind: 'unsupportedRequest'; name: string; responseTag: number }
  | { kind: 'unsupportedResponse'; responseTag: number; result: LdapResult }

export interface LdapControl {
  oid: string
  isCritical: boolean
  /** A view into the message. */
  value: Uint8Array | null
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
  compareRequest: 0x6e,
  compareResponse: 0x6f,
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
])

/** Tags of Active Directory's own bind choices, in the same place as RFC 4511's simple and SASL ([MS-ADTS] 5.1.1.1.3). */
export const sicilySteps: ReadonlyMap<number, SicilyStep> = new Map([
  [0x89, 'package-discovery'],
  [0x8a, 'negotiate'],
  [0x8b, 'response'],
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
