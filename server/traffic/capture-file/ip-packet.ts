import type { WireEnd } from '../wire.ts'

/** Protocol numbers of IP, and the offset of the checksum in their headers. */
const protocols = { tcp: { number: 6, checksumAt: 16 }, udp: { number: 17, checksumAt: 6 } } as const

/** The lengths of UDP and IPv4 have 16 bits and include their headers. */
export const largestDatagram = 65_535 - 20 - 8

/** A datagram (RFC 768) within IP, for messages that cross no network, since a capture file has only one link type. */
export function udpPacket(from: WireEnd, to: WireEnd, payload: Uint8Array): Buffer {
  const segment = Buffer.alloc(8 + payload.length)
  segment.writeUInt16BE(from.port, 0)
  segment.writeUInt16BE(to.port, 2)
  segment.writeUInt16BE(segment.length, 4)
  segment.set(payload, 8)
  return ipPacket('udp', from, to, segment)
}

/** An IP packet within Ethernet, with zero addresses as on a loopback interface. */
export function ethernetFrame(packet: Uint8Array): Buffer {
  const isVersion4 = (packet[0] ?? 0) >> 4 === 4
  const header = Buffer.alloc(14)
  header.writeUInt16BE(isVersion4 ? 0x0800 : 0x86dd, 12)
  return Buffer.concat([header, packet])
}

/**
 * A segment within IPv4 (RFC 791) or IPv6 (RFC 8200), by its addresses.
 * @param segment a segment whose checksum this function fills in
 */
export function ipPacket(
  protocol: keyof typeof protocols,
  from: WireEnd,
  to: WireEnd,
  segment: Buffer,
): Buffer {
  const { number, checksumAt } = protocols[protocol]
  const source = addressBytes(from.address)
  const destination = addressBytes(to.address)
  const pseudo = Buffer.alloc(4)
  pseudo.writeUInt16BE(number, 0)
  pseudo.writeUInt16BE(segment.length, 2)
  const sum = checksum(Buffer.concat([source, destination, pseudo, segment]))
  // In UDP zero means that there is no checksum (RFC 768).
  segment.writeUInt16BE(sum === 0 && protocol === 'udp' ? 0xffff : sum, checksumAt)
  if (source.length === 4 && destination.length === 4) {
    const header = Buffer.from([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, number, 0, 0, ...source, ...destination])
    header.writeUInt16BE(header.length + segment.length, 2)
    header.writeUInt16BE(checksum(header), 10)
    return Buffer.concat([header, segment])
  }
  const header = Buffer.from([0x60, 0, 0, 0, 0, 0, number, 64, ...source, ...destination])
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

/** Encodes an address in 4 or 16 bytes. An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) becomes IPv4. */
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
