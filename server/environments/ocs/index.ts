export type { CommunicationsConnector } from './communications-connector.ts'
export { type ClientTraits, type CommunicationsTarget, usualClient } from './communications-target.ts'
export { OcsEnvironment } from './ocs-environment.ts'
