import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageIds } from './message-ids.ts'

/** @returns whether it was new */
function take(ids: MessageIds, id: number): boolean {
  if (ids.isTaken(id)) return false
  ids.take(id)
  return true
}

describe('message IDs', () => {
  it('are taken once each, in whatever order they come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 100 }),
        fc.array(fc.nat(99)),
        (sent, again) => {
          const ids = new MessageIds(1)
          expect(sent.every((id) => take(ids, id))).toBe(true)
          expect(sent.some((id) => take(ids, id))).toBe(false)
          for (const index of again) {
            const id = sent[index]
            if (id !== undefined) expect(take(ids, id)).toBe(false)
          }
        },
      ),
    )
  })

  it('that are too far behind to be remembered count as taken', () => {
    const ids = new MessageIds(1)
    expect(take(ids, 1_000)).toBe(true)
    expect(take(ids, 745)).toBe(true)
    expect(take(ids, 744)).toBe(false)
    expect(take(ids, 4_000_000_000)).toBe(true)
    expect(take(ids, 999)).toBe(false)
  })

  it('begin where both sides were told, so that those of a run before are taken', () => {
    const sender = new MessageIds(65_537)
    const receiver = new MessageIds(65_537)
    expect(take(receiver, 1)).toBe(false)
    expect([sender.next(), sender.next()]).toEqual([65_537, 65_538])
    expect(take(receiver, 65_538)).toBe(true)
    expect(take(receiver, 65_537)).toBe(true)
  })

  it('begin again at 1 after the highest that the envelope can carry', () => {
    const ids = new MessageIds(0xffffffff)
    expect([ids.next(), ids.next()]).toEqual([0xffffffff, 1])
  })
})
