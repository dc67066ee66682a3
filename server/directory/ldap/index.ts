export { channelBindings } from './channel-bindings.ts'
export { decodeMessage } from './decode.ts'
export { encodeMessage } from './encode.ts'
export { comparedValues, matches } from './filter.ts'
export { ldapFrame } from './frame.ts'
export { createMessageSplitter } from './framing.ts'
export { LdapError } from './ldap-error.ts'
export {
  extendedOid,
  type LdapAttribute,
  type LdapMessage,
  type LdapOperation,
  type LdapResult,
  type SaslAuthentication,
  type SearchRequest,
} from './messages.ts'
export { resultCode, resultName } from './result-codes.ts'
export { gssSpnego, negState, readSpnego, writeSpnegoInit, writeSpnegoResponse } from './spnego.ts'
