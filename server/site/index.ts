/** The parts that run in a lab, the order in which they start and stop, and their descriptions. */
export type { ConfigurationPart } from './configuration-part.ts'
export { type Environments, usualEnvironments } from './environments.ts'
export type { LiveSettings } from './live-settings.ts'
export type { Part } from './part.ts'
export type { People, PlannedUser } from './people.ts'
export type { ServiceInstance } from './service-instance.ts'
export { oneInstance, type ServiceInstances, Site } from './site.ts'
