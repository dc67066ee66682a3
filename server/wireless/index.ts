export type { Radio } from './radio.ts'
export { startRivalServer } from './rival-server.ts'
export { WirelessNetwork } from './wireless-network.ts'
