export {
  readCallId,
  readContacts,
  readFrom,
  readSeconds,
  readSequence,
  readTags,
  readTo,
  readVia,
} from './fields.ts'
export { type SipHeader, SipHeaders } from './headers.ts'
export {
  describeMessage,
  noBody,
  type SipLimits,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './message.ts'
export { SipStream, type SipStreamItem } from './message-stream.ts'
export { formatNameAddress, type NameAddress, parseNameAddress } from './name-address.ts'
export { type SipParseCode, SipParseError } from './parse-error.ts'
export { parseMessage } from './parse-message.ts'
export {
  formatParameters,
  parseNumber,
  quoted,
  type SipParameters,
} from './tokens.ts'
export { addressOfRecord, formatUri, parseUri, type SipUri } from './uri.ts'
export { formatVia, parseVia, type Via } from './via.ts'
export { UnwritableSipError, writeMessage } from './write-message.ts'
