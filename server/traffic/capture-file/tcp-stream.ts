import type { WireConnection, WireEnd } from '../wire.ts'

/** What one packet carries at most: IPv4's length has 16 bits, its header and TCP's take 40 bytes. */
const largestPayload = 32_768
const flagBits = { fin: 1, syn: 2, psh: 8, ack: 16 } as const
/** Maximum segment size of loopback, no-operation, window scale 7: a window of 8 MB, which nobody fills. */
const synOptions = Buffer.from([2, 4, 0xff, 0xd7, 1, 3, 3, 7])

/**
 * The headers of a connection's packets. The lab hears what goes through its sockets, and not the machine's packets, so
 * IP (RFC 791, RFC 8200) and TCP (RFC 9293) are made here: addresses, ports, payload and its order are real, sequence
 * numbers count from 1, and of segments without data there is the handshake only.
 */
export class TcpStream {
  readonly #connection: WireConnection
  readonly #sequence = { up: 1, down: 1 }

  constructor(connection: WireConnection) {
    this.#connection = connection
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

  /** The next bytes of a direction, in one packet or as many as it takes. */
  carry(direction: 'up' | 'down', bytes: Uint8Array): Buffer[] {
    const packets: Buffer[] = []
    for (let start = 0; start === 0 || start < bytes.length; start += largestPayload) {
      const payload = bytes.subarray(start, start + largestPayload)
      const flags = payload.length === 0 ? flagBits.ack : flagBits.ack | flagBits.psh
      packets.push(this.#packet(direction, flags, new Uint8Array(), payload))
      this.#sequence[direction] = (this.#sequence[direction] + payload.length) >>> 0
    }
    return packets
  }

  #packet(
    direction: 'up' | 'down',
    flags: number,
    options: Uint8Array = new Uint8Array(),
    payload: Uint8Array = new Uint8Array(),
  ): Buffer {
    const { client, server } = this.#connection
    const [from, to] = direction === 'up' ? [client, server] : [server, client]
    const segment = Buffer.alloc(20 + options.length + payload.length)
    segment.writeUInt16BE(from.port, 0)
    segment.writeUInt16BE(to.port, 2)
    segment.writeUInt32BE(this.#sequence[direction], 4)
    if (flags & flagBits.ack) segment.writeUInt32BE(this.#sequence[direction === 'up' ? 'down' : 'up'], 8)
    segment.writeUInt8(((20 + options.length) / 4) << 4, 12)
    segment.writeUInt8(flags, 13)
    segment.writeUInt16BE(65_535, 14)
    segment.set(options, 20)
    segment.set(payload, 20 + options.length)
    return ip(from, to, segment)
  }
}

function ip(from: WireEnd, to: WireEnd, segment: Buffer): Buffer {
  const source = addressBytes(from.address)
  const destination = addressBytes(to.address)
  const pseudo = Buffer.alloc(4)
  pseudo.writeUInt16BE(6, 0)
  pseudo.writeUInt16BE(segment.length, 2)
  segment.writeUInt16BE(checksum(Buffer.concat([source, destination, pseudo, segment])), 16)
  if (source.length === 4 && destination.length === 4) {
    const header = Buffer.from([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0, ...source, ...destination])
    header.writeUInt16BE(header.length + segment.length, 2)
    header.writeUInt16BE(checksum(header), 10)
    return Buffer.concat([header, segment])
  }
  const header = Buffer.from([0x60, 0, 0, 0, 0, 0, 6, 64, ...source, ...destination])
  header.writeUInt16BE(segment.length, 4)
  return Buffer.concat([header, segment])
}

/** RFC 1071. */
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < bytes.length; index += 2) {
    sum += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** Four bytes, or sixteen. An IPv4 address that a socket for both shows as IPv6 (RFC 4291 section 2.5.5.2) is IPv4. */
function addressBytes(address: string): Buffer {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return Buffer.from(plain.split('.').map(Number))
  const [head = '', tail] = plain.split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  const first = groups(head)
  const last = tail === undefined ? [] : groups(tail)
  const zeros = new Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  const bytes = Buffer.alloc(16)
  for (const [index, group] of [...first, ...zeros, ...last].slice(0, 8).entries()) {
    bytes.writeUInt16BE(Number.parseInt(group, 16) & 0xffff, 2 * index)
  }
  return bytes
}
