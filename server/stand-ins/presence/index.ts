/** Presence, subscriptions to it, and contact lists, as a Communications Server keeps them. */
export { createPresenceServer } from './presence-server.ts'
export type { DirectoryPerson } from './presentity.ts'
