/** A desktop client: the other endpoint of a user who has a handheld. */
export { DesktopClient, type DesktopSent } from './desktop-client.ts'
