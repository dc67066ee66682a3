import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageIds } from './message-ids.ts'

/** Receives a message ID. @returns whether it was new */
function receive(ids: MessageIds, id: number): boolean {
  if (ids.isReceived(id)) return false
  ids.markReceived(id)
  return true
}

describe('message IDs', () => {
  it('are accepted once each, in any order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 100 }),
        fc.array(fc.nat(99)),
        (sent, again) => {
          const ids = new MessageIds(1)
          expect(sent.every((id) => receive(ids, id))).toBe(true)
          expect(sent.some((id) => receive(ids, id))).toBe(false)
          for (const index of again) {
            const id = sent[index]
            if (id !== undefined) expect(receive(ids, id)).toBe(false)
          }
        },
      ),
    )
  })

  it('that are too far below the highest one count as replays', () => {
    const ids = new MessageIds(1)
    expect(receive(ids, 1_000)).toBe(true)
    expect(receive(ids, 745)).toBe(true)
    expect(receive(ids, 744)).toBe(false)
    expect(receive(ids, 4_000_000_000)).toBe(true)
    expect(receive(ids, 999)).toBe(false)
  })

  it('begin at the first ID that both sides share, so that IDs of an earlier run count as replays', () => {
    const sender = new MessageIds(65_537)
    const receiver = new MessageIds(65_537)
    expect(receive(receiver, 1)).toBe(false)
    expect([sender.next(), sender.next()]).toEqual([65_537, 65_538])
    expect(receive(receiver, 65_538)).toBe(true)
    expect(receive(receiver, 65_537)).toBe(true)
  })

  it('begin again at 1 after the highest ID that fits into the envelope', () => {
    const ids = new MessageIds(0xffffffff)
    expect([ids.next(), ids.next()]).toEqual([0xffffffff, 1])
  })
})
