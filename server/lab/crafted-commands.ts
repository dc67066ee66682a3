import { connect } from 'node:net'
import type { CommandInput } from '#contract'
import { Failure } from '../base/index.ts'
import { type Clock, holding } from '../clock/index.ts'
import type { LabParts } from './lab-parts.ts'

/** A message number that ordinary sessions never reach. */
const craftedMessageId = 1_000_000

/** Maximum time for the Dispatcher to close the connection. */
const closeTimeMs = 60_000

/** Commands that send content as an attacker would. */
export function craftedCommands({ bench, clock, people, site }: LabParts) {
  return {
    'handheld.sendCrafted': async ({ name, as, content }: CommandInput<'handheld.sendCrafted'>) => {
      const { pin } = bench.get(as).device
      const victim = site.serviceOf(pin).service.sessions.find(pin)
      if (!victim) throw new Failure('no-session', { name: as })
      const session = victim.id
      const crafted =
        content.type === 'logout'
          ? { type: content.type, session }
          : {
              type: content.type,
              session,
              id: craftedMessageId,
              to: people.addressOf(content.to),
              text: content.text,
            }
      if (bench.get(name).handheld.client.sendCrafted(crafted)) return null
      throw new Failure('no-coverage', { name })
    },
    'dispatcher.sendCrafted': async () => {
      await holding(clock, sendCraftedLength(clock, site.endpoints.dispatcher))
      return null
    },
  }
}

/** Sends an invalid frame length, upon which the Dispatcher closes the connection. Resolves once it was sent or failed. */
function sendCraftedLength(clock: Clock, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
      const bytes = Buffer.alloc(8, 0xff)
      // Hold virtual time until the Dispatcher has received the bytes.
      clock.flight.track(ports)
      clock.flight.sent(ports, bytes.length)
      socket.on('close', () => clock.flight.forget(ports))
      socket.write(bytes, () => resolve())
    })
    const timer = clock.after(closeTimeMs, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('data', () => {})
    socket.on('close', () => {
      timer.cancel()
      resolve()
    })
  })
}
