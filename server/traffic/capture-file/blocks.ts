import { printable } from '../../base/index.ts'

/**
 * The blocks of a capture file (draft-ietf-opsawg-pcapng; section numbers are of its draft 03), little-endian. Each function
 * returns one whole block.
 */

/**
 * The link type of packets: an Ethernet header (LINKTYPE_ETHERNET of draft-ietf-opsawg-pcaplinktype), as on Linux's loopback.
 * The same on every interface: libpcap, and so tcpdump, sngrep and others, reads no file in which they differ. It does not
 * even read one whose interfaces all have LINKTYPE_RAW, which it compares with a number of its own.
 */
const linkTypeEthernet = 1

const blockTypes = {
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  decryptionSecrets: 10,
} as const

const endOfOptions = 0
const comment = 1
const byteOrderMagic = 0x1a2b3c4d
/** "TLSK": TLS key log, in NSS format (section 4.7). */
const tlsKeyLog = 0x544c534b
/** Lab time counts in milliseconds, as 10 to the minus third (if_tsresol, section 4.2). */
const timeResolution = Buffer.from([3])
/** Bits 0 and 1 of epb_flags (section 4.3). */
const directionFlags = { inbound: Buffer.from([1, 0, 0, 0]), outbound: Buffer.from([2, 0, 0, 0]) } as const
const longestOption = 65_535

/** Section 4.1. */
export function sectionHeader(section: { comment: string; application: string; os: string }): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(byteOrderMagic, 0)
  head.writeUInt16LE(1, 4)
  head.writeUInt16LE(0, 6)
  // The section length is unknown, since the file is written as traffic comes.
  head.writeBigInt64LE(-1n, 8)
  return block(
    blockTypes.sectionHeader,
    [head],
    [
      [comment, text(printable(section.comment))],
      [3, text(section.os)],
      [4, text(section.application)],
    ],
  )
}

/** Section 4.2. Interfaces are numbered from 0, in the order of their blocks. */
export function interfaceDescription(one: { name: string; description: string }): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(linkTypeEthernet, 0)
  return block(
    blockTypes.interfaceDescription,
    [head],
    [
      [2, text(one.name)],
      [3, text(one.description)],
      [9, timeResolution],
    ],
  )
}

/** Section 4.3. */
export function enhancedPacket(packet: {
  interfaceNumber: number
  atMs: number
  bytes: Uint8Array
  direction: 'inbound' | 'outbound'
  comments: readonly string[]
}): Buffer {
  const { bytes, comments } = packet
  const head = Buffer.allocUnsafe(20)
  head.writeUInt32LE(packet.interfaceNumber, 0)
  writeTime(head, packet.atMs, 4)
  head.writeUInt32LE(bytes.length, 12)
  head.writeUInt32LE(bytes.length, 16)
  return block(
    blockTypes.enhancedPacket,
    [head, bytes],
    [
      ...comments.map((line): Option => [comment, text(printable(line))]),
      [2, directionFlags[packet.direction]],
    ],
  )
}

/** Section 4.7: comes before the packets that it is for. */
export function decryptionSecrets(keyLog: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(tlsKeyLog, 0)
  head.writeUInt32LE(keyLog.length, 4)
  return block(blockTypes.decryptionSecrets, [head, keyLog], [])
}

/** Section 4.6. */
export function interfaceStatistics(one: {
  interfaceNumber: number
  atMs: number
  received: number
  dropped: number
}): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt32LE(one.interfaceNumber, 0)
  writeTime(head, one.atMs, 4)
  return block(
    blockTypes.interfaceStatistics,
    [head],
    [
      [4, count(one.received)],
      [5, count(one.dropped)],
    ],
  )
}

/**
 * Adds comments to a block that has been written, behind those that it has. Only packets get any.
 * @param commentsFor what a comment of the packet calls for
 * @returns the block itself where there is nothing to add
 */
export function withComments(whole: Buffer, commentsFor: (comment: string) => readonly string[]): Buffer {
  if (whole.readUInt32LE(0) !== blockTypes.enhancedPacket) return whole
  const packetBytes = whole.readUInt32LE(20)
  const optionsAt = 28 + packetBytes + ((4 - (packetBytes % 4)) % 4)
  const options: Option[] = []
  const added: Option[] = []
  for (let at = optionsAt; at + 4 < whole.length - 4; ) {
    const code = whole.readUInt16LE(at)
    if (code === endOfOptions) break
    const length = whole.readUInt16LE(at + 2)
    const value = whole.subarray(at + 4, at + 4 + length)
    options.push([code, value])
    if (code === comment) {
      added.push(
        ...commentsFor(value.toString('utf8')).map((line): Option => [comment, text(printable(line))]),
      )
    }
    at += 4 + length + ((4 - (length % 4)) % 4)
  }
  if (added.length === 0) return whole
  return block(blockTypes.enhancedPacket, [whole.subarray(8, optionsAt)], [...options, ...added])
}

type Option = readonly [code: number, value: Uint8Array]

/**
 * Sections 3.1 and 3.5: type, length, body, options, length again; everything in steps of four bytes. It is made for each packet, so
 * it is written into one buffer: a buffer for each part takes several times as long.
 */
function block(type: number, body: readonly Uint8Array[], options: readonly Option[]): Buffer {
  const length =
    12 +
    body.reduce((sum, part) => sum + inSteps(part.length), 0) +
    options.reduce((sum, [, value]) => sum + 4 + inSteps(value.length), options.length > 0 ? 4 : 0)
  const bytes = Buffer.allocUnsafe(length)
  bytes.writeUInt32LE(type, 0)
  bytes.writeUInt32LE(length, 4)
  let at = 8
  const put = (part: Uint8Array) => {
    bytes.set(part, at)
    bytes.fill(0, at + part.length, at + inSteps(part.length))
    at += inSteps(part.length)
  }
  for (const part of body) put(part)
  for (const [code, value] of options) {
    at = bytes.writeUInt16LE(value.length, bytes.writeUInt16LE(code, at))
    put(value)
  }
  if (options.length > 0) at = bytes.writeUInt32LE(endOfOptions, at)
  bytes.writeUInt32LE(length, at)
  return bytes
}

/** The length with the padding. */
function inSteps(length: number): number {
  return Math.ceil(length / 4) * 4
}

/** Encodes a text in UTF-8, truncated to the maximum length of an option. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  if (bytes.length <= longestOption) return bytes
  // A character that is cut in two becomes a replacement character, which may be longer, so cut a little earlier.
  return Buffer.from(bytes.subarray(0, longestOption - 3).toString('utf8'), 'utf8')
}

function count(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value), 0)
  return bytes
}

function writeTime(bytes: Buffer, atMs: number, offset: number): void {
  const whole = Math.floor(atMs)
  bytes.writeUInt32LE(Math.floor(whole / 2 ** 32), offset)
  bytes.writeUInt32LE(whole % 2 ** 32, offset + 4)
}
