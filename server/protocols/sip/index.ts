export { type AuthenticationValue, parseAuthentication } from './authentication/parameters.ts'
export { ReplayWindow } from './authentication/replay-window.ts'
export { type AuthenticationRole, authenticationRoles } from './authentication/roles.ts'
export { microsoftRealm, signatureSequence, signatureText } from './authentication/signature-text.ts'
export { checkMessage } from './check-message.ts'
export {
  readCallId,
  readContactHeader,
  readFrom,
  readMaxForwards,
  readSeconds,
  readSequence,
  readTags,
  readTo,
  readVia,
  readVias,
} from './fields.ts'
export { headerKey } from './header-names.ts'
export { SipHeaders } from './headers.ts'
export { describeMessage, noBody, type SipMessage, type SipRequest, type SipResponse } from './message.ts'
export { messageSession, offersMessages } from './message-session.ts'
export { SipStream, type SipStreamItem } from './message-stream.ts'
export {
  formatNameAddress,
  type NameAddress,
  parseNameAddress,
  parseWrittenAddress,
  type WrittenNameAddress,
} from './name-address.ts'
export { ownText, sharedText } from './own-text.ts'
export { type SipParseCode, SipParseError } from './parse-error.ts'
export { parseMessage } from './parse-message.ts'
export { isSameUri, uriKey } from './same-uri.ts'
export {
  formatParameters,
  parseNumber,
  parseParameters,
  quoted,
  type SipParameters,
  writtenParameters,
} from './tokens.ts'
export { UnreadableMessage } from './unreadable-message.ts'
export {
  addressOfRecord,
  formatUri,
  isRequestUri,
  parseAddressOfRecord,
  parseUri,
  type SipUri,
  uriScheme,
} from './uri.ts'
export { formatVia, parseVia, stampedVia, transactionBranch, type Via } from './via.ts'
export { UnwritableSipError, writeMessage } from './write-message.ts'
