import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { people, startLabInVirtualTime } from '../../flows/lab-in-virtual-time.ts'
import { type BareEnvelope, openBare, sealBare } from '../bare-envelope.ts'
import { cpuMsPer, type Row } from '../row.ts'

const hourMs = 3_600_000
const statusIntervalMs = 60_000
/** Bytes of the length and kind of an SRP frame, plus those of the envelope's header. */
const headerBytes = 5 + 19

/** Opens a loopback connection that carries envelopes in one direction, without any part of the lab. */
async function openBareConnection(transportKey: Uint8Array) {
  let received: ((envelope: BareEnvelope) => void) | null = null
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', (chunk) => {
      const iv = chunk.subarray(headerBytes, headerBytes + 16)
      const wrappedKey = chunk.subarray(headerBytes + 16, headerBytes + 64)
      received?.({ iv, wrappedKey, payload: chunk.subarray(headerBytes + 64) })
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return {
    /** Seals and sends content, and waits until the other end has opened it, as virtual time does. */
    exchange: (content: Uint8Array) =>
      new Promise<Uint8Array>((resolve) => {
        received = (envelope) => resolve(openBare(transportKey, envelope))
        const { iv, wrappedKey, payload } = sealBare(transportKey, content)
        socket.write(Buffer.concat([Buffer.alloc(headerBytes), iv, wrappedKey, payload]))
      }),
    async close() {
      socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export const virtualTime: Row = {
  name: 'virtual-time',
  what: 'one hour of lab time, 100 handhelds that send status messages / the same messages sealed, sent over a socket and opened',
  unit: 'ms of CPU per status message',
  goal: { atMost: 2 },
  rounds: 5,
  async open(isSmall) {
    const names = Array.from({ length: isSmall ? 2 : 100 }, (_, index) => `load${index + 1}`)
    const durationMs = isSmall ? 2 * statusIntervalMs : hourMs
    const messages = names.length * (durationMs / statusIntervalMs)
    const { lab, clock, logIn } = await startLabInVirtualTime(people(...names))
    for (const name of names) await logIn(name)
    const transportKey = randomBytes(32)
    const connection = await openBareConnection(transportKey)
    const contents = names.map((_, index) =>
      Buffer.from(JSON.stringify({ type: 'status', session: `session-${index + 1}` })),
    )
    return {
      ours: () => cpuMsPer(messages, () => clock.advance(durationMs)),
      theirs: () =>
        cpuMsPer(messages, async () => {
          for (let sent = 0; sent < messages; sent += contents.length) {
            for (const content of contents) {
              const opened = await connection.exchange(content)
              if (opened.length !== content.length) throw new Error('a message changed')
            }
          }
        }),
      async close() {
        await connection.close()
        await lab.stop()
      },
    }
  },
}
