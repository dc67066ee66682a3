import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { openBare, sealBare } from '../bare-envelope.ts'
import { closeBare, cutMessages, listenBare } from './connections.ts'

/** Bytes of the length and kind of an SRP frame, then those of the envelope's header. */
const frameHeaderBytes = 5
const headerBytes = frameHeaderBytes + 19
const ivBytes = 16
const wrappedKeyBytes = 48

/** One end of the connection between all handhelds and the Dispatcher. */
interface BareWirelessEnd {
  /** Seals a record for a device, or of a device, and sends it. */
  send(device: number, record: object): void
  /** Called with each record that arrives and is opened. */
  onRecord: (device: number, record: Record<string, unknown>) => void
}

export interface BareWireless {
  handhelds: BareWirelessEnd
  dispatcher: BareWirelessEnd
  close(): Promise<void>
}

/** The connection on port 3101: sealed JSON records in both directions, each device with its own transport key. */
export async function openBareWireless(devices: number): Promise<BareWireless> {
  const keys = Array.from({ length: devices }, () => randomBytes(32))
  const server = createServer({ noDelay: true })
  const port = await listenBare(server)
  const accepted = once(server, 'connection')
  const near = connect({ port, host: '127.0.0.1', noDelay: true })
  const [far]: Socket[] = await accepted
  if (!far) throw new Error('no connection was accepted')
  return {
    handhelds: openEnd(near, keys),
    dispatcher: openEnd(far, keys),
    close: () => closeBare(server, [near, far]),
  }
}

function openEnd(socket: Socket, keys: readonly Uint8Array[]): BareWirelessEnd {
  const keyOf = (device: number) => keys[device] ?? new Uint8Array()
  const end: BareWirelessEnd = {
    send(device, record) {
      const { iv, wrappedKey, payload } = sealBare(keyOf(device), Buffer.from(JSON.stringify(record)))
      const header = Buffer.alloc(headerBytes)
      header.writeUInt32BE(headerBytes + ivBytes + wrappedKeyBytes + payload.length)
      header.writeUInt32BE(device, frameHeaderBytes + 2)
      socket.write(Buffer.concat([header, wrappedKey, iv, payload]))
    },
    onRecord: () => {},
  }
  cutMessages(
    socket,
    (bytes) => (bytes.length < 4 ? null : bytes.readUInt32BE()),
    (frame) => {
      const device = frame.readUInt32BE(frameHeaderBytes + 2)
      const ivStart = headerBytes + wrappedKeyBytes
      const content = openBare(keyOf(device), {
        wrappedKey: frame.subarray(headerBytes, ivStart),
        iv: frame.subarray(ivStart, ivStart + ivBytes),
        payload: frame.subarray(ivStart + ivBytes),
      })
      end.onRecord(device, JSON.parse(Buffer.from(content).toString()))
    },
  )
  return end
}
