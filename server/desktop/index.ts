/** A desktop client: the other endpoint of somebody who has a handheld. */
export type { DesktopTarget } from './client-connection.ts'
export { DesktopClient, type DesktopMessage, type DesktopSent } from './desktop-client.ts'
