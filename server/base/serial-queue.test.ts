import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SerialQueue } from './serial-queue.ts'

/** A promise and the function that resolves it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('SerialQueue', () => {
  it('starts a task only when the one before it has ended', async () => {
    const queue = new SerialQueue()
    const first = gate()
    const seen: string[] = []

    const one = queue.run(async () => {
      seen.push('first begins')
      await first.opened
      seen.push('first ends')
    })
    const two = queue.run(() => void seen.push('second'))
    expect(queue.size).toBe(2)
    first.open()
    await Promise.all([one, two])

    expect(seen).toEqual(['first begins', 'first ends', 'second'])
    expect(queue.size).toBe(0)
  })

  it('rejects the promise of a task that fails, and runs the next task', async () => {
    const queue = new SerialQueue()

    const failed = queue.run(() => {
      throw new Error('no')
    })
    const next = queue.run(() => 'done')

    await expect(failed).rejects.toThrow('no')
    await expect(next).resolves.toBe('done')
  })

  it('settles when every task that was added before has ended', async () => {
    const queue = new SerialQueue()
    const slow = gate()
    let isOver = false
    void queue.run(async () => {
      await slow.opened
      isOver = true
    })

    const settled = queue.settled()
    slow.open()
    await settled

    expect(isOver).toBe(true)
  })

  it('runs any mixture of slow, quick and failing tasks in order', async () => {
    const kind = fc.constantFrom('quick', 'slow', 'failing')
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { maxLength: 20 }), async (kinds) => {
        const queue = new SerialQueue()
        const seen: string[] = []
        const results = kinds.map((each, at) =>
          queue.run(async () => {
            seen.push(`${at} begins`)
            if (each === 'slow') await Promise.resolve()
            seen.push(`${at} ends`)
            if (each === 'failing') throw new Error(each)
            return at
          }),
        )
        const ends = await Promise.allSettled(results)
        expect(seen).toEqual(kinds.flatMap((_, at) => [`${at} begins`, `${at} ends`]))
        expect(ends.map(({ status }) => status === 'rejected')).toEqual(
          kinds.map((each) => each === 'failing'),
        )
      }),
    )
  })
})
