export { Dispatcher, type DispatcherOptions } from './dispatcher.ts'
export {
  contentTypes,
  type Envelope,
  readEnvelope,
  readError,
} from './envelope.ts'
export { inflateMessage, openPacket, packMessage } from './message.ts'
export { Reassembly, replayedCode } from './reassembly.ts'
export { createSrpIdentity, type SrpIdentity } from './srp.ts'
export { SrpConnection } from './srp-connection.ts'
export { KeyRing, keyLifeMs, makeKeyGeneration } from './transport-keys.ts'
