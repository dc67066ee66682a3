/**
 * SIP user agents over connections that many of them may share: transactions and dialogs, kept by sip.js's core in lab time, and
 * what proves to a server who a user is. Whoever uses them decides what is said; nothing here knows of a kind of server.
 */

export type {
  IncomingInviteRequest,
  IncomingRequest,
  IncomingRequestMessage,
  IncomingResponseMessage,
  OutgoingRequestDelegate,
  Session as SipDialog,
} from 'sip.js/lib/core/index.js'
export { SessionState as SipDialogState } from 'sip.js/lib/core/index.js'
export { DigestProof } from './authentication/digest-proof.ts'
export { readDigestChallenge } from './authentication/digest-response.ts'
export { NtlmProof } from './authentication/ntlm-proof.ts'
export { UserPassword } from './authentication/user-password.ts'
export type { ProofKind, UserProof } from './authentication/user-proof.ts'
export { otherProtocol } from './other-protocol.ts'
export { OutsideHold } from './outside-hold.ts'
export { connectionLost, PeerUnavailable } from './peer-unavailable.ts'
export { ReceivedResponse } from './sip-js-messages.ts'
export { type Kept, SipUserAgent } from './sip-user-agent.ts'
