/** What runs in a lab: which parts there are, in which order they start and stop, and what each says of itself. */
export type { ConfigurationPart } from './configuration-part.ts'
export { type Environments, usualEnvironments } from './environments.ts'
export type { LiveSettings } from './live-settings.ts'
export type { Part } from './part.ts'
export type { People, PlannedUser } from './people.ts'
export type { ServiceInstance } from './service-instance.ts'
export { oneInstance, type ServiceInstances, Site } from './site.ts'
