import { quoted } from '../../protocols/sip/index.ts'

/** ms-diagnostics numbers (MS-OCER section 2.2.1; MS-SIPREGE section 3.1.2.5.1 for 2057, 4010 and 4055). */
export const diagnostics = {
  timedOut: { id: 5001, reason: 'The request timed out' },
  userDoesNotExist: { id: 1003, reason: 'User does not exist' },
  invalidRouteSet: { id: 1004, reason: 'Route set is invalid' },
  cannotRouteToDomain: { id: 1005, reason: 'Cannot route to destination domain' },
  connectionRoutingError: { id: 1006, reason: 'Error routing on client connection' },
  temporarilyCannotRoute: { id: 1007, reason: 'Temporarily cannot route' },
  senderNotFound: { id: 2005, reason: 'The user in the From header was not found' },
  notAuthorizedToSubscribe: { id: 2004, reason: 'The user is not authorized to subscribe' },
  notOwner: { id: 4004, reason: 'Credentials provided are not authorized to act as specified from URI' },
  contactLimit: { id: 2007, reason: 'The limit on contacts has been reached' },
  subscriptionLimit: { id: 2012, reason: 'The limit on subscriptions has been reached' },
  categoriesRequired: { id: 2013, reason: 'The categories extension is required' },
  newSubscriptionRequired: { id: 2016, reason: 'A new subscription is required' },
  unreadableXml: { id: 4001, reason: 'The XML in the body cannot be read' },
  gruuRequired: { id: 2057, reason: 'Supported: msrtc-event-categories requires gruu-10' },
  destinationNotEnabled: { id: 4005, reason: 'Destination URI either not enabled for SIP or does not exist' },
  missingEndpointId: { id: 4010, reason: 'Missing endpoint identifier (epid and +sip.instance)' },
  userDisabled: { id: 4141, reason: 'User disabled' },
  overloaded: { id: 17000, reason: 'The server is overloaded' },
  versionRefused: { id: 17002, reason: 'The client version is not allowed by the version filter' },
  notRegistrationEvent: { id: 4055, reason: 'Event header is not set to registration' },
} as const

export interface Diagnostic {
  readonly id: number
  readonly reason: string
}

/** Reasons for refusing a user (MS-OCER section 2.2.1). */
export const authenticationDiagnostics = {
  finalHandshakeFailed: { id: 1000, reason: 'Final handshake failed' },
  timeSkew: { id: 1013, reason: 'Significant time skew detected during authentication' },
  credentialsNotAuthorized: {
    id: 4004,
    reason: 'Credentials provided are not authorized to act as specified From URI',
  },
} as const

/** @param source the fully qualified name of this server */
export function formatDiagnostic({ id, reason }: Diagnostic, source: string): string {
  return `${id};reason=${quoted(reason)};source=${quoted(source)}`
}
