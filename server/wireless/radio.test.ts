import { expect, it } from 'vitest'
import { createGenerator, createVirtualClock } from '../clock/index.ts'
import { Radio } from './radio.ts'

it('keeps the order of packets, also of those that were in the air when coverage was lost', async () => {
  const clock = createVirtualClock()
  const arrived: number[] = []
  const radio = new Radio({
    clock,
    generator: createGenerator(1),
    air: {
      latencyMs: () => 0,
      bitsPerSecond: () => null,
      swallows: () => false,
      pass: (_line, _direction, _sizeBytes, pass) => pass(),
    },
    toNetwork: () => {},
    toDevice: ([first = -1]) => arrived.push(first),
    reachabilityChanged: () => {},
    waitingChanged: () => {},
    packetDropped: () => {},
  })
  radio.deliver(Uint8Array.of(1))
  radio.deliver(Uint8Array.of(2))
  radio.setCoverage('none')
  radio.deliver(Uint8Array.of(3))
  await clock.advance(1_000)
  expect(radio.waitingPackets).toBe(3)
  radio.setCoverage('good')
  await clock.advance(1_000)
  expect(arrived).toEqual([1, 2, 3])
})
