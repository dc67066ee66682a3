import { expect, test } from 'vitest'
import { fieldAtByte, traceBytes } from './trace.ts'

const packet = [
  { origin: null, size: 100 },
  { origin: { layer: 0, range: { start: 60, end: 100 }, how: 'decrypted' as const }, size: 30 },
  { origin: { layer: 1, range: { start: 0, end: 30 }, how: 'decompressed' as const }, size: 50 },
]
const bind = [
  { origin: null, size: 80 },
  { origin: { layer: 0, range: { start: 20, end: 60 }, how: 'part' as const }, size: 40 },
]

test('through encryption and compression only the whole can be followed', () => {
  const inside = { layer: 2, range: { start: 3, end: 5 } }
  expect(traceBytes(packet, inside)).toEqual([
    { range: { start: 60, end: 100 }, isWhole: true },
    { range: { start: 0, end: 30 }, isWhole: true },
    { range: { start: 3, end: 5 }, isWhole: false },
  ])
  const payload = { layer: 0, range: { start: 70, end: 71 } }
  expect(traceBytes(packet, payload).map((lit) => lit?.isWhole)).toEqual([false, true, true])
})

test('what is not in the encrypted part lights nothing inside', () => {
  expect(traceBytes(packet, { layer: 0, range: { start: 2, end: 6 } })).toEqual([
    { range: { start: 2, end: 6 }, isWhole: false },
    null,
    null,
  ])
})

test('a message within a message is followed byte by byte, both ways', () => {
  expect(traceBytes(bind, { layer: 1, range: { start: 8, end: 12 } })[0]).toEqual({
    range: { start: 28, end: 32 },
    isWhole: false,
  })
  expect(traceBytes(bind, { layer: 0, range: { start: 10, end: 25 } })[1]).toEqual({
    range: { start: 0, end: 5 },
    isWhole: false,
  })
})

test('a byte belongs to the smallest field around it', () => {
  const fields = [
    { range: { start: 0, end: 10 } },
    { range: { start: 2, end: 6 } },
    { range: { start: 4, end: 5 } },
    { range: null },
  ]
  expect([0, 2, 4, 10].map((byte) => fieldAtByte(fields, byte))).toEqual([0, 1, 2, -1])
})
