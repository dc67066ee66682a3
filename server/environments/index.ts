export {
  type ArrivalState,
  type Connectivity,
  type Environment,
  type EnvironmentLogin,
  MessageRejected,
  MessageUnconfirmed,
  type MessagingEvent,
  type Registration,
  RegistrationRefused,
  type SessionEvent,
  type SessionListener,
  type SessionMessaging,
} from './environment.ts'
