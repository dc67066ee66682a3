export {
  type Authentication,
  type CommunicationsServer,
  type CommunicationsServerOptions,
  type Registration,
  startCommunicationsServer,
} from './communications-server.ts'
export type { PresentedCertificate } from './listener.ts'
