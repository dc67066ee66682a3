import { createVirtualClock } from '../../../server/clock/index.ts'
import {
  inflateMessage,
  KeyRing,
  makeKeyGeneration,
  openPacket,
  packMessage,
  Reassembly,
  readEnvelope,
} from '../../../server/dispatcher/index.ts'
import { openBare, sealBare } from '../bare-envelope.ts'
import { perCpuSecond, type Row } from '../row.ts'

/** A message of 600 bytes, as long as an instant message with some sentences. */
function createContent(number: number): Buffer {
  const words = Array.from({ length: 60 }, (_, index) =>
    ((index * 7_919 + number * 104_729) % 9_973).toString(36),
  )
  const text = words.join(' ')
  const content = JSON.stringify({
    type: 'message',
    session: `session-${number}`,
    to: 'sip:bob@corp.example',
    text,
  })
  return Buffer.from(content.padEnd(600).slice(0, 600))
}

export const sealOpen: Row = {
  name: 'seal-open',
  what: 'messages of 600 bytes: compress, encrypt, put into packets, and back / bare calls of zlib and OpenSSL',
  unit: 'messages per CPU second',
  goal: { atLeast: 0.95 },
  rounds: 15,
  async open(isSmall) {
    const clock = createVirtualClock()
    const ring = new KeyRing(clock, 'aes-256', makeKeyGeneration(clock, 'aes-256'))
    const transportKey = ring.current.material
    const contents = Array.from({ length: isSmall ? 20 : 3_000 }, (_, number) => createContent(number))
    const reassembly = new Reassembly(clock)
    let lastId = 0
    const roundTrip = (content: Buffer): Uint8Array => {
      lastId += 1
      for (const { bytes } of packMessage(content, ring, '2100000A', lastId)) {
        const envelope = readEnvelope(bytes)
        const compressed = reassembly.add(envelope, openPacket(envelope, ring).part)
        if (compressed) return inflateMessage(compressed)
      }
      throw new Error('a message was not reassembled')
    }
    const run = (turn: (content: Buffer) => Uint8Array) =>
      perCpuSecond(contents.length, () => {
        for (const content of contents) {
          if (turn(content).length !== content.length) throw new Error('a message changed')
        }
      })
    return {
      ours: () => run(roundTrip),
      theirs: () => run((content) => openBare(transportKey, sealBare(transportKey, content))),
    }
  },
}
