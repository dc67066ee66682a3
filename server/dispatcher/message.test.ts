import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ciphers } from '#contract'
import { createVirtualClock } from '../clock/index.ts'
import { EnvelopeError, readEnvelope, writeEnvelope } from './envelope.ts'
import { inflateMessage, openPacket, packetPayloadLimit, packMessage, UndecryptableError } from './message.ts'
import { Reassembly } from './reassembly.ts'
import { KeyRing, makeKeyGeneration } from './transport-keys.ts'

const clock = createVirtualClock()
const pin = '2100000A'

describe.each(ciphers)('a message under %s', (cipher) => {
  const ring = new KeyRing(clock, cipher, makeKeyGeneration(clock, cipher))

  it('is the same after packing and unpacking, for any size and order of packets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9_000 }), fc.boolean(), (content, isReversed) => {
        const packets = packMessage(content, ring, pin, 7)
        const reassembly = new Reassembly(clock)
        const arrived = isReversed ? packets.toReversed() : packets
        const results = arrived.map(({ bytes }) => {
          const envelope = readEnvelope(bytes)
          return reassembly.add(envelope, openPacket(envelope, ring).part)
        })
        const last = results.at(-1)
        expect(results.slice(0, -1).every((one) => one === null)).toBe(true)
        expect(last && Buffer.compare(inflateMessage(last), content)).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('over 2 KB is cut into several packets, each with its own message key', () => {
    const content = fc.sample(fc.uint8Array({ minLength: 7_000, maxLength: 7_000 }), 1)[0] ?? new Uint8Array()
    const packets = packMessage(content, ring, pin, 1)
    expect(packets.length).toBeGreaterThan(2)
    expect(new Set(packets.map((packet) => Buffer.from(packet.messageKey).toString('hex'))).size).toBe(
      packets.length,
    )
    expect(packets.every((packet) => packet.part.length <= packetPayloadLimit)).toBe(true)
  })

  it('has a key and an IV that no other message has', () => {
    const packets = Array.from({ length: 1_000 }, () =>
      packMessage(Buffer.from('hello'), ring, pin, 1),
    ).flat()
    const random = packets.flatMap(({ envelope, messageKey }) => [messageKey, envelope.iv])
    expect(new Set(random.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(2_000)
  })

  it('holds little more memory than its bytes, as long as a frame keeps its compressed text', () => {
    const packets = Array.from({ length: 1_000 }, () =>
      packMessage(Buffer.from('hello'), ring, pin, 1),
    ).flat()
    const buffers = new Set(packets.map(({ part }) => part.buffer))
    const held = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(held / packets.length).toBeLessThan(1_024)
  })

  it('cannot be decrypted with the key of another device', () => {
    const other = new KeyRing(clock, cipher, makeKeyGeneration(clock, cipher))
    const [packet] = packMessage(Buffer.from('secret'), ring, pin, 1)
    expect(() => packet && openPacket(packet.envelope, other)).toThrow(UndecryptableError)
  })

  it('can be decrypted with the previous key for 7 days after a change, and not later', async () => {
    const own = createVirtualClock()
    const sender = new KeyRing(own, cipher, makeKeyGeneration(own, cipher))
    const [packet] = packMessage(Buffer.from('queued'), sender, pin, 1)
    if (!packet) throw new Error('no packet')
    const receiver = sender.copy()
    receiver.rotate(makeKeyGeneration(own, cipher, receiver))
    await own.advance(7 * 86_400_000)
    expect(openPacket(packet.envelope, receiver).part.length).toBeGreaterThan(0)
    await own.advance(1)
    expect(() => openPacket(packet.envelope, receiver)).toThrow(/no valid transport key/)
  })
})

describe('an envelope', () => {
  it('is the same after writing and parsing', () => {
    const envelope = {
      contentType: 1,
      pin: '0000000F',
      messageId: 0xffffffff,
      packetIndex: 2,
      packetCount: 3,
      suiteId: 1,
      keyGeneration: 5,
      encryptedKey: Buffer.from('key'),
      iv: Buffer.from('iv'),
      payload: Buffer.from('payload'),
    }
    expect(readEnvelope(writeEnvelope(envelope))).toEqual(envelope)
  })

  it('that is garbage or cut short is refused with an EnvelopeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          readEnvelope(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(EnvelopeError)
        }
      }),
    )
  })

  it('whose payload was changed on the way cannot be decrypted', () => {
    const ring = new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))
    fc.assert(
      fc.property(fc.nat(1_000), (where) => {
        const [packet] = packMessage(Buffer.from('hello'), ring, pin, 1)
        if (!packet) throw new Error('no packet')
        const { encryptedKey, iv, payload } = packet.envelope
        const part = [encryptedKey, iv, payload][where % 3]
        if (!part) return
        const index = where % part.length
        part[index] = (part[index] ?? 0) ^ 1
        const open = () => inflateMessage(openPacket(packet.envelope, ring).part)
        expect(open).toThrow(UndecryptableError)
      }),
    )
  })
})

describe('reassembly', () => {
  it('keeps at most four unfinished messages of a device, each for a bounded time', async () => {
    const own = createVirtualClock()
    const reassembly = new Reassembly(own)
    const begin = (messageId: number) =>
      reassembly.add({ messageId, packetIndex: 0, packetCount: 2 }, Buffer.from('a'))
    const finish = (messageId: number) =>
      reassembly.add({ messageId, packetIndex: 1, packetCount: 2 }, Buffer.from('b'))
    for (const messageId of [1, 2, 3, 4, 5]) begin(messageId)
    expect(finish(2)?.toString()).toBe('ab')
    expect(finish(1)).toBeNull()
    await own.advance(3_600_000)
    expect(finish(5)).toBeNull()
  })
})
