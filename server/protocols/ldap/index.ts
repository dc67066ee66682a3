export { BerElements, berTag } from './ber.ts'
export { channelBindings } from './channel-bindings.ts'
export {
  type PagedResults,
  readFlags,
  readPagedResults,
  readSortKeys,
  type SortKey,
  writePagedResults,
  writeSortResult,
} from './control-values.ts'
export { decodeMessage } from './decode.ts'
export { encodeMessage } from './encode.ts'
export type { Filter } from './filter.ts'
export { ldapFrame } from './frame.ts'
export { createMessageSplitter } from './framing.ts'
export { LdapError } from './ldap-error.ts'
export {
  type CompareRequest,
  extendedOid,
  type LdapAttribute,
  type LdapControl,
  type LdapMessage,
  type LdapOperation,
  type LdapResult,
  type SaslAuthentication,
  type SearchRequest,
  type SicilyAuthentication,
} from './messages.ts'
export { resultCode, resultName } from './result-codes.ts'
export { gssSpnego, negState, readSpnego, writeSpnegoInit, writeSpnegoResponse } from './spnego.ts'
