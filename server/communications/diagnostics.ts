import { quoted } from '../sip/index.ts'

/** ms-diagnostics numbers (MS-OCER section 2.2.1; MS-SIPREGE section 3.1.2.5.1 for 2057, 4010 and 4055). */
export const diagnostics = {
  userDoesNotExist: { id: 1003, reason: 'User does not exist' },
  cannotRouteToDomain: { id: 1005, reason: 'Cannot route to destination domain' },
  gruuRequired: { id: 2057, reason: 'Supported: msrtc-event-categories requires gruu-10' },
  destinationNotEnabled: { id: 4005, reason: 'Destination URI either not enabled for SIP or does not exist' },
  missingEndpointId: { id: 4010, reason: 'Missing endpoint identifier (epid and +sip.instance)' },
  notRegistrationEvent: { id: 4055, reason: 'Event header is not set to registration' },
} as const

export interface Diagnostic {
  readonly id: number
  readonly reason: string
}

/** Why somebody is not let in (MS-OCER section 2.2.1). */
export const authenticationDiagnostics = {
  finalHandshakeFailed: { id: 1000, reason: 'Final handshake failed' },
  timeSkew: { id: 1013, reason: 'Significant time skew detected during authentication' },
  credentialsNotAuthorized: {
    id: 4004,
    reason: 'Credentials provided are not authorized to act as specified From URI',
  },
} as const

/** @param source the fully qualified name of the server that speaks */
export function formatDiagnostic({ id, reason }: Diagnostic, source: string): string {
  return `${id};reason=${quoted(reason)};source=${quoted(source)}`
}
