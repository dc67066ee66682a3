export {
  type CommunicationsServer,
  type CommunicationsServerOptions,
  startCommunicationsServer,
} from './communications-server.ts'
