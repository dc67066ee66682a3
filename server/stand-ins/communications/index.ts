export {
  type Authentication,
  type CommunicationsServer,
  type CommunicationsServerOptions,
  type PresentedCertificate,
  type Registration,
  startCommunicationsServer,
} from './communications-server.ts'
