import { connect } from 'node:net'
import { type Clock, holding } from '../clock/index.ts'
import { SrpConnection, type SrpIdentity } from '../dispatcher/index.ts'

/**
 * A second server that claims the SRP ID of this lab: the Dispatcher lets go of whoever had it before.
 * @returns ends it; resolves once its claim was accepted, or refused
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
