export {
  type CommunicationsConnector,
  type CommunicationsConnectorOptions,
  type CommunicationsTarget,
  type Connectivity,
  createCommunicationsConnector,
} from './communications-connector.ts'
export {
  CommunicationsUnavailable,
  type RefusalCode,
  RegistrationRefused,
  type UnavailableCode,
} from './communications-failure.ts'
export {
  type ArrivalState,
  type Contact,
  MessageRejected,
  type Messaging,
  type MessagingEvent,
} from './messaging/messaging.ts'
