/** A desktop client: the other endpoint of somebody who has a handheld. */
export { DesktopClient, type DesktopSent } from './desktop-client.ts'
