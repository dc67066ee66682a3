export { type CommunicationsConnector, createCommunicationsConnector } from './communications-connector.ts'
export { RegistrationRefused } from './communications-failure.ts'
export { type ClientTraits, type CommunicationsTarget, usualClient } from './communications-target.ts'
export type { Connectivity, EndpointLogin } from './endpoint-login.ts'
export {
  type ArrivalState,
  MessageRejected,
  MessageUnconfirmed,
  type Messaging,
  type MessagingEvent,
} from './messaging/messaging.ts'
