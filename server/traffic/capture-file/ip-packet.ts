import { BoundedMap } from '../../base/index.ts'
import type { WireEnd } from '../wire.ts'

/** Protocol numbers of IP, and the offset of the checksum in their headers. */
const protocols = { tcp: { number: 6, checksumAt: 16 }, udp: { number: 17, checksumAt: 6 } } as const

/** The lengths of UDP and IPv4 have 16 bits and include their headers. */
export const largestDatagram = 65_535 - 20 - 8

/** A datagram (RFC 768) within IP, for messages that cross no network, since a capture file has only one link type. */
export function udpPacket(from: WireEnd, to: WireEnd, payload: Uint8Array): Buffer {
  const segment = Buffer.allocUnsafe(8 + payload.length)
  segment.writeUInt16BE(from.port, 0)
  segment.writeUInt16BE(to.port, 2)
  segment.writeUInt16BE(segment.length, 4)
  // The checksum, until it is known.
  segment.writeUInt16BE(0, 6)
  segment.set(payload, 8)
  return ipPacket('udp', from, to, segment)
}

/** An IP packet within Ethernet, with zero addresses as on a loopback interface. */
export function ethernetFrame(packet: Uint8Array): Buffer {
  const isVersion4 = (packet[0] ?? 0) >> 4 === 4
  const frame = Buffer.allocUnsafe(14 + packet.length).fill(0, 0, 12)
  frame.writeUInt16BE(isVersion4 ? 0x0800 : 0x86dd, 12)
  frame.set(packet, 14)
  return frame
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
  const pseudo = sumOf(source) + sumOf(destination) + number + segment.length
  const sum = checksum(pseudo + sumOf(segment))
  // In UDP zero means that there is no checksum (RFC 768).
  segment.writeUInt16BE(sum === 0 && protocol === 'udp' ? 0xffff : sum, checksumAt)
  if (source.length === 4 && destination.length === 4) {
    const header = Buffer.of(0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, number, 0, 0, ...source, ...destination)
    header.writeUInt16BE(header.length + segment.length, 2)
    header.writeUInt16BE(checksum(sumOf(header)), 10)
    return Buffer.concat([header, segment])
  }
  const header = Buffer.of(0x60, 0, 0, 0, 0, 0, number, 64, ...source, ...destination)
  header.writeUInt16BE(segment.length, 4)
  return Buffer.concat([header, segment])
}

/** The sum of 16-bit words, before its carries are added. A segment is short enough for 32 bits. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < bytes.length; index += 2) {
    sum += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)
  }
  return sum
}

/** RFC 1071. */
function checksum(words: number): number {
  let sum = words
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** The addresses of the latest packets; a lab has few. */
const knownAddresses = new BoundedMap<string, Buffer>(64)

function addressBytes(address: string): Buffer {
  const known = knownAddresses.get(address)
  if (known) return known
  const bytes = encodeAddress(address)
  knownAddresses.set(address, bytes)
  return bytes
}

/** Encodes an address in 4 or 16 bytes. An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) becomes IPv4. */
function encodeAddress(address: string): Buffer {
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
