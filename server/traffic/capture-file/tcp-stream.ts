import type { WireConnection } from '../wire.ts'
import { IpPath } from './ip-packet.ts'

/** Maximum payload of a packet: the length of IPv4 has 16 bits, and the headers of IPv4 and TCP take 40 bytes. */
const largestPayload = 32_768
const flagBits = { fin: 1, syn: 2, psh: 8, ack: 16 } as const
/** Maximum segment size of loopback, no-operation, window scale 7: a window of 8 MB, which is never filled. */
const synOptions = Buffer.from([2, 4, 0xff, 0xd7, 1, 3, 3, 7])

const noBytes = new Uint8Array()

/**
 * Makes the packets of a TCP connection, within Ethernet. The lab sees the bytes of its sockets, not the packets of the machine, so the headers
 * of IP (RFC 791, RFC 8200) and TCP (RFC 9293) are invented: addresses, ports, payload and order are real, sequence numbers
 * count from 1, and the handshake has the only segments without data.
 */
export class TcpStream {
  readonly #connection: Pick<WireConnection, 'client' | 'server'>
  readonly #paths: Readonly<Record<'up' | 'down', IpPath>>
  readonly #sequence = { up: 1, down: 1 }

  constructor(connection: Pick<WireConnection, 'client' | 'server'>) {
    const { client, server } = connection
    this.#connection = connection
    this.#paths = {
      up: new IpPath('tcp', client.address, server.address),
      down: new IpPath('tcp', server.address, client.address),
    }
  }

  /** The three packets that open the connection. */
  handshake(): { direction: 'up' | 'down'; packet: Buffer }[] {
    this.#sequence.up = 0
    this.#sequence.down = 0
    const syn = this.#packet('up', flagBits.syn, synOptions)
    this.#sequence.up = 1
    const answer = this.#packet('down', flagBits.syn | flagBits.ack, synOptions)
    this.#sequence.down = 1
    return [
      { direction: 'up', packet: syn },
      { direction: 'down', packet: answer },
      { direction: 'up', packet: this.#packet('up', flagBits.ack) },
    ]
  }

  /** The packets of the next bytes of a direction. */
  carry(direction: 'up' | 'down', bytes: Uint8Array): Buffer[] {
    const packets: Buffer[] = []
    for (let start = 0; start === 0 || start < bytes.length; start += largestPayload) {
      const payload = bytes.subarray(start, start + largestPayload)
      const flags = payload.length === 0 ? flagBits.ack : flagBits.ack | flagBits.psh
      packets.push(this.#packet(direction, flags, noBytes, payload))
      this.#sequence[direction] = (this.#sequence[direction] + payload.length) >>> 0
    }
    return packets
  }

  #packet(
    direction: 'up' | 'down',
    flags: number,
    options: Uint8Array = noBytes,
    payload: Uint8Array = noBytes,
  ): Buffer {
    const { client, server } = this.#connection
    const [from, to] = direction === 'up' ? [client, server] : [server, client]
    const header = Buffer.allocUnsafe(20 + options.length)
    header.writeUInt16BE(from.port, 0)
    header.writeUInt16BE(to.port, 2)
    header.writeUInt32BE(this.#sequence[direction], 4)
    const acknowledged = flags & flagBits.ack ? this.#sequence[direction === 'up' ? 'down' : 'up'] : 0
    header.writeUInt32BE(acknowledged, 8)
    header.writeUInt8((header.length / 4) << 4, 12)
    header.writeUInt8(flags, 13)
    header.writeUInt16BE(65_535, 14)
    // The checksum, until it is known, and the urgent pointer.
    header.writeUInt32BE(0, 16)
    header.set(options, 20)
    return this.#paths[direction].packet(header, payload)
  }
}
