/**
 * SIP user agents over connections that many of them may share. sip.js's core keeps their transactions and dialogs, in lab
 * time; proofs authenticate users to a server. The callers decide what is sent; nothing here depends on a kind of server.
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
