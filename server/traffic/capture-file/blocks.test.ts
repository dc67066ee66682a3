import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBlocks, readOptions, readPackets } from '../testing/read-pcapng.ts'
import {
  decryptionSecrets,
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from './blocks.ts'

const section = sectionHeader({ comment: 'c', application: 'Bramble', os: 'Linux' })
const anInterface = interfaceDescription({ name: 'hop', description: 'a hop' })

describe('pcapng blocks', () => {
  it('round-trip any packet', () => {
    const packet = fc.record({
      bytes: fc.uint8Array({ maxLength: 70 }),
      atMs: fc.integer({ min: 0, max: 2 ** 45 }),
      comments: fc.array(fc.string(), { maxLength: 3 }),
      direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    })
    fc.assert(
      fc.property(fc.array(packet), (packets) => {
        const blocks = packets.map((one) => enhancedPacket({ ...one, interfaceNumber: 0 }))
        const read = readPackets(Buffer.concat([section, anInterface, ...blocks]))
        expect(read).toEqual(
          packets.map(({ atMs, bytes, comments, direction }) => ({
            on: 'hop',
            at: atMs,
            bytes: Buffer.from(bytes),
            comments,
            direction,
          })),
        )
      }),
    )
  })

  it('name the program that wrote the section, and count time in milliseconds', () => {
    const [header, description] = readBlocks(Buffer.concat([section, anInterface]))
    expect(header?.type).toBe(0x0a0d0d0a)
    expect(header?.body.readUInt32LE(0)).toBe(0x1a2b3c4d)
    expect(readOptions(header?.body.subarray(16) ?? Buffer.alloc(0))).toContainEqual([
      4,
      Buffer.from('Bramble'),
    ])
    expect(description?.body.readUInt16LE(0)).toBe(1)
    expect(readOptions(description?.body.subarray(8) ?? Buffer.alloc(0))).toContainEqual([
      9,
      Buffer.from([3]),
    ])
  })

  it('carry a TLS key log', () => {
    const [secrets] = readBlocks(decryptionSecrets(Buffer.from('CLIENT_RANDOM a b\n')))
    expect(secrets?.type).toBe(10)
    expect(secrets?.body.readUInt32LE(0).toString(16)).toBe('544c534b')
    const length = secrets?.body.readUInt32LE(4) ?? 0
    expect(secrets?.body.subarray(8, 8 + length).toString()).toBe('CLIENT_RANDOM a b\n')
  })

  it('record how many packets were dropped', () => {
    const [statistics] = readBlocks(
      interfaceStatistics({ interfaceNumber: 2, atMs: 5, received: 7, dropped: 3 }),
    )
    expect(statistics?.body.readUInt32LE(0)).toBe(2)
    const counts = readOptions(statistics?.body.subarray(12) ?? Buffer.alloc(0))
    expect(counts.map(([code, value]) => [code, value.readBigUInt64LE(0)])).toEqual([
      [4, 7n],
      [5, 3n],
    ])
  })

  it('truncate a comment that is longer than an option may be', () => {
    const block = enhancedPacket({
      interfaceNumber: 0,
      atMs: 0,
      bytes: new Uint8Array(),
      direction: 'inbound',
      comments: ['é'.repeat(40_000)],
    })
    const [packet] = readPackets(Buffer.concat([section, anInterface, block]))
    expect(packet?.comments[0]?.length).toBeGreaterThan(32_000)
  })
})
