/** What runs in a lab: the servers behind the service, who they are, and what the Configuration Database keeps of them. */
export { BackEnds } from './back-ends.ts'
export { query } from './database-gate.ts'
export { LiveSettings } from './live-settings.ts'
export { People, type PlannedUser } from './people.ts'
export { repairDatabase } from './repair-database.ts'
export { savedSrpIdentity } from './saved-srp-identity.ts'
