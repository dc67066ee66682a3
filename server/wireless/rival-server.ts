import { connect } from 'node:net'
import { type Clock, holding } from '../clock/index.ts'
import { SrpConnection, type SrpIdentity } from '../dispatcher/index.ts'

/**
 * Starts a second server that claims the SRP ID of this lab, upon which the Dispatcher closes the connection that had it. Resolves
 * once the claim was accepted or refused.
 * @returns a function that ends the rival server
 */
export async function startRivalServer(options: {
  clock: Clock
  dispatcher: { host: string; port: number }
  srp: SrpIdentity
}): Promise<() => void> {
  const { clock, dispatcher, srp } = options
  const socket = connect(dispatcher.port, dispatcher.host)
  let connection: SrpConnection | null = null
  const settled = new Promise<void>((resolve) => {
    socket.on('error', () => resolve())
    socket.once('connect', () => {
      connection = new SrpConnection(socket, {
        clock,
        role: { side: 'connecting', identity: srp },
        passage: null,
        unreadLimitBytes: 1_024 * 1_024,
        onOpen: resolve,
        onPacket: () => {},
        onClose: () => resolve(),
      })
    })
  })
  await holding(clock, settled)
  return () => connection?.end()
}
