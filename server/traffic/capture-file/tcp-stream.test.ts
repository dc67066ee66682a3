import { describe, expect, it } from 'vitest'
import { TcpStream } from './tcp-stream.ts'

function connection(client: string, server: string) {
  return {
    hop: 'service-directory' as const,
    client: { address: client, port: 40_000 },
    server: { address: server, port: 389 },
    framing: 'LDAP' as const,
    isSealed: false,
  }
}

/** RFC 1071: the sum over data including its checksum is all ones. */
function sumOf(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}

/** The packet in a frame with zero addresses and this type. */
function withinEthernet(frame: Buffer, type: number): Buffer {
  expect(frame.subarray(0, 12)).toEqual(Buffer.alloc(12))
  expect(frame.readUInt16BE(12)).toBe(type)
  return frame.subarray(14)
}

describe('TCP packets of a connection', () => {
  it('number the bytes of each direction, so that a reader can reassemble both streams', () => {
    const stream = new TcpStream(connection('127.0.0.1', '127.0.0.1'))
    const handshake = stream.handshake().map(({ packet }) => packet)
    const packets = [
      ...handshake,
      ...stream.carry('up', Buffer.from('hello')),
      ...stream.carry('down', Buffer.from('hi')),
    ]
    expect(packets.map((packet) => [packet.readUInt32BE(38), packet.readUInt32BE(42), packet[47]])).toEqual([
      [0, 0, 0x02],
      [0, 1, 0x12],
      [1, 1, 0x10],
      [1, 1, 0x18],
      [1, 6, 0x18],
    ])
    expect(packets.at(-1)?.subarray(54).toString()).toBe('hi')
  })

  it('have valid IP and TCP checksums', () => {
    const stream = new TcpStream(connection('10.1.2.3', '::ffff:10.9.8.7'))
    const [frame = Buffer.alloc(0)] = stream.carry('up', Buffer.from('odd'))
    const packet = withinEthernet(frame, 0x0800)
    expect(packet.readUInt8(0)).toBe(0x45)
    expect(packet.readUInt16BE(2)).toBe(packet.length)
    expect(sumOf(packet.subarray(0, 20))).toBe(0xffff)
    const length = Buffer.from([0, 6, 0, packet.length - 20])
    expect(sumOf(Buffer.concat([packet.subarray(12, 20), length, packet.subarray(20)]))).toBe(0xffff)
  })

  it('use IPv6 where the addresses are IPv6', () => {
    const stream = new TcpStream(connection('::1', 'fe80::1:2%eth0'))
    const [frame = Buffer.alloc(0)] = stream.carry('down', Buffer.from('odd'))
    const packet = withinEthernet(frame, 0x86dd)
    expect(packet.readUInt8(0)).toBe(0x60)
    expect(packet.readUInt16BE(4)).toBe(23)
    expect(packet.subarray(8, 24).toString('hex')).toBe('fe800000000000000000000000010002')
    expect(packet.subarray(24, 40).toString('hex')).toBe(`${'0'.repeat(31)}1`)
    const pseudo = Buffer.from([0, 23, 0, 6])
    expect(sumOf(Buffer.concat([packet.subarray(8, 40), pseudo, packet.subarray(40)]))).toBe(0xffff)
  })

  it('are split where one packet cannot hold all bytes', () => {
    const packets = new TcpStream(connection('::1', '::1')).carry('up', Buffer.alloc(100_000, 'y'))
    const payloads = packets.map((packet) => packet.subarray(74))
    expect(Buffer.concat(payloads)).toEqual(Buffer.alloc(100_000, 'y'))
    expect(packets.map((packet) => packet.readUInt32BE(58))).toEqual([1, 32_769, 65_537, 98_305])
  })
})
