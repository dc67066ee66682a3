/** Protocol numbers of IP, and the offset of the checksum in their headers. */
const protocols = { tcp: { number: 6, checksumAt: 16 }, udp: { number: 17, checksumAt: 6 } } as const
const ethernetLength = 14

/** The lengths of UDP and IPv4 have 16 bits and include their headers. */
export const largestDatagram = 65_535 - 20 - 8

/**
 * Packets from one address to another: IPv4 (RFC 791) or IPv6 (RFC 8200), by the addresses, within Ethernet with zero addresses, as on
 * a loopback interface. What all of them have in common is made once, and each is written into one buffer.
 */
export class IpPath {
  readonly #protocol: keyof typeof protocols
  readonly #isVersion4: boolean
  /** The headers of Ethernet and IP without their lengths and checksum. */
  readonly #headers: Buffer
  /** Sums of 16-bit words for the checksums, without the lengths: of the header of IPv4, and of the pseudo header. */
  readonly #headerSum: number
  readonly #pseudoSum: number

  constructor(protocol: keyof typeof protocols, fromAddress: string, toAddress: string) {
    const { number } = protocols[protocol]
    const source = encodeAddress(fromAddress)
    const destination = encodeAddress(toAddress)
    this.#protocol = protocol
    this.#isVersion4 = source.length === 4 && destination.length === 4
    const header = this.#isVersion4
      ? Buffer.of(0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, number, 0, 0, ...source, ...destination)
      : Buffer.of(0x60, 0, 0, 0, 0, 0, number, 64, ...source, ...destination)
    const ethernet = Buffer.alloc(ethernetLength)
    ethernet.writeUInt16BE(this.#isVersion4 ? 0x0800 : 0x86dd, 12)
    this.#headers = Buffer.concat([ethernet, header])
    this.#headerSum = sumOf(header)
    this.#pseudoSum = sumOf(source) + sumOf(destination) + number
  }

  /** @param transport the header of TCP or UDP, of an even length. Its checksum, still zero, is filled in */
  packet(transport: Uint8Array, payload: Uint8Array): Buffer {
    const { checksumAt } = protocols[this.#protocol]
    const start = this.#headers.length
    const segmentLength = transport.length + payload.length
    const packet = Buffer.allocUnsafe(start + segmentLength)
    packet.set(this.#headers)
    packet.set(transport, start)
    packet.set(payload, start + transport.length)
    if (this.#isVersion4) {
      const length = start - ethernetLength + segmentLength
      packet.writeUInt16BE(length, ethernetLength + 2)
      packet.writeUInt16BE(checksum(this.#headerSum + length), ethernetLength + 10)
    } else {
      packet.writeUInt16BE(segmentLength, ethernetLength + 4)
    }
    const sum = checksum(this.#pseudoSum + segmentLength + sumOf(transport) + sumOf(payload))
    // In UDP zero means that there is no checksum (RFC 768).
    packet.writeUInt16BE(sum === 0 && this.#protocol === 'udp' ? 0xffff : sum, start + checksumAt)
    return packet
  }
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
