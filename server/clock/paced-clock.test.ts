import { describe, expect, it, onTestFinished } from 'vitest'
import { createPacedClock, type PacedClock } from './paced-clock.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** A paced clock whose real time the test controls. @param used the processor's time that has been used */
function start(used: () => number = () => 0) {
  const machine = createVirtualClock(0)
  let asked = 0
  const clock = createPacedClock(0, {
    now() {
      asked += 1
      return machine.now()
    },
    after: machine.after,
    used,
  })
  onTestFinished(() => clock.stop())
  const told: string[] = []
  clock.listen({
    onLag: () => told.push(clock.pace.isCatchingUp ? 'behind' : 'caught up'),
    onStandstill: () => told.push('stuck'),
    onFault: (thrown) => told.push(String(thrown)),
  })
  return {
    clock,
    told,
    asked: () => asked,
    /** Lets real time pass on a fast machine: everything that is due gets enough turns of the event loop. */
    async passes(durationMs: number, stepMs = durationMs) {
      for (let leftMs = durationMs; leftMs > 0; leftMs -= stepMs) {
        await machine.advance(Math.min(stepMs, leftMs))
        await turns()
      }
    },
    /** Lets real time pass while the machine is blocked. */
    blocks: (durationMs: number) => machine.advance(durationMs),
  }
}

async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Records the lab times at which timers ran. */
function note(clock: PacedClock, ...delaysMs: number[]): number[] {
  const seen: number[] = []
  for (const delayMs of delaysMs) clock.after(delayMs, () => seen.push(clock.now()))
  return seen
}

describe('paced clock', () => {
  it('runs timers in order, each at its due time and never early', async () => {
    const { clock, passes } = start()
    const seen = note(clock, 20, 10, 30)
    await passes(9)
    expect(seen).toEqual([])
    await passes(1)
    expect(seen).toEqual([10])
    await passes(60_000)
    expect(seen).toEqual([10, 20, 30])
    expect(clock.now()).toBe(60_010)
  })

  it('applies a new speed to timers that are already set', async () => {
    const { clock, passes } = start()
    const seen = note(clock, 3_600_000)
    clock.setPace({ speed: 3_600 })
    await passes(999)
    expect(seen).toEqual([])
    await passes(1)
    expect(seen).toEqual([3_600_000])
  })

  it('reads the system time only when a timer fires', async () => {
    const { clock, passes, asked } = start()
    note(clock, 3_600_000)
    await turns()
    const before = asked()
    await passes(3_599_000)
    expect(asked()).toBe(before)
  })

  it('stands still while paused, and continues from there', async () => {
    const { clock, passes } = start()
    await passes(100)
    clock.setPace({ isPaused: true })
    const seen = note(clock, 1)
    await passes(60_000)
    expect(clock.now()).toBe(100)
    expect(seen).toEqual([])
    clock.setPace({ isPaused: false })
    await passes(1)
    expect(seen).toEqual([101])
  })

  it('steps to the next event and stays there', async () => {
    const { clock, passes } = start()
    const seen = note(clock, 60_000, 90_000)
    await clock.stepToNext()
    expect(seen).toEqual([60_000])
    await passes(60_000)
    expect(clock.now()).toBe(60_000)
    await clock.stepToNext()
    expect(seen).toEqual([60_000, 90_000])
    expect(clock.pace).toEqual({ speed: 1, isPaused: true })
  })

  it('jumps ahead, runs every timer on the way in order, and then continues', async () => {
    const { clock, passes } = start()
    const seen: number[] = []
    const tick = () => {
      seen.push(clock.now())
      clock.after(60_000, tick)
    }
    clock.after(60_000, tick)
    await clock.jump(300_000)
    expect(seen).toEqual([60_000, 120_000, 180_000, 240_000, 300_000])
    expect(clock.now()).toBe(300_000)
    await passes(60_000)
    expect(seen.at(-1)).toBe(360_000)
  })

  it('runs two jumps one after the other', async () => {
    const { clock } = start()
    await Promise.all([clock.jump(60_000), clock.jump(60_000)])
    expect(clock.now()).toBe(120_000)
  })

  it('does not keep the process alive', () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    const clock = createPacedClock()
    clock.after(3_600_000, () => {})
    expect(timers()).toBe(before)
    clock.stop()
  })

  it('continues after a timer that threw, and reports the error', async () => {
    const { clock, told, passes } = start()
    clock.after(10, () => {
      throw new TypeError('on purpose')
    })
    const seen = note(clock, 10, 20)
    await passes(20)
    expect(seen).toEqual([10, 20])
    expect(told).toEqual(['TypeError: on purpose'])
  })
})

describe('a machine that is too slow', () => {
  it('stops lab time while an exchange is in flight, and lets it catch up afterwards', async () => {
    const { clock, passes } = start()
    const release = clock.hold()
    const seen = note(clock, 5_000, 5_001)
    await passes(9_000)
    expect(clock.now()).toBe(0)
    expect(seen).toEqual([])
    const answered = note(clock, 4_999)
    release()
    await turns()
    expect(answered).toEqual([4_999])
    expect(seen).toEqual([5_000, 5_001])
    expect(clock.now()).toBe(9_000)
  })

  it('runs a timer only when everything that earlier timers started has ended', async () => {
    const { clock, blocks } = start()
    const seen: string[] = []
    clock.after(10, () => {
      const release = clock.hold()
      setImmediate(() => {
        seen.push(`answered at ${clock.now()}`)
        release()
      })
    })
    clock.after(20, () => seen.push(`timed out at ${clock.now()}`))
    await turns()
    await blocks(60_000)
    await turns()
    expect(seen).toEqual(['answered at 10', 'timed out at 20'])
  })

  it('is reported once lab time is a second behind, and again when lab time has caught up', async () => {
    const { clock, passes, told } = start()
    const release = clock.hold()
    await passes(900)
    expect(told).toEqual([])
    await passes(2_200, 100)
    expect(told).toEqual(['behind', 'behind', 'behind'])
    release()
    await turns()
    expect(told.slice(3)).toEqual(['caught up'])
    expect(clock.now()).toBe(3_100)
  })

  it('does not catch up after somebody has set the pace anew', async () => {
    const { clock, passes } = start()
    const release = clock.hold()
    await passes(5_000)
    clock.setPace({ speed: 1 })
    release()
    await turns()
    expect(clock.now()).toBe(0)
  })

  it('catches up by one second of real time at most when lab time runs faster than real time', async () => {
    const { clock, passes } = start()
    clock.setPace({ speed: 60 })
    const release = clock.hold()
    await passes(8_000)
    release()
    await turns()
    expect(clock.now()).toBe(60_000)
    expect(clock.pace).toEqual({ speed: 60, isPaused: false })
  })
})

describe('an exchange in flight that never arrives', () => {
  it('holds lab time for ten silent seconds; then lab time continues, and the clock reports it', async () => {
    const { clock, passes, told } = start()
    clock.hold()
    const seen = note(clock, 5_000)
    await passes(9_900, 100)
    expect(seen).toEqual([])
    await passes(1_200, 100)
    expect(told.filter((one) => one === 'stuck')).toEqual(['stuck'])
    // From here on lab time runs no faster than real time, since the exchange may be slow and not stuck.
    expect(seen).toEqual([])
    await passes(5_000, 100)
    expect(seen).toEqual([5_000])
  })

  it('holds lab time for a minute at most, even while other exchanges end', async () => {
    const { clock, passes, told } = start()
    clock.hold()
    for (let second = 0; second < 59; second += 1) {
      clock.hold()()
      await passes(1_000, 500)
    }
    expect(told).not.toContain('stuck')
    await passes(3_000, 500)
    expect(told).toContain('stuck')
  })

  it('is waited for while the program is busy, as on a machine that has much else to do', async () => {
    let usedMs = 0
    const { clock, passes, told } = start(() => (usedMs += 25))
    clock.hold()
    await passes(200_000, 1_000)
    expect(told).not.toContain('stuck')
    await passes(150_000, 1_000)
    expect(told).toContain('stuck')
  })

  it('is waited for however long it takes, if it may take as long as it likes', async () => {
    const { clock, passes, told } = start()
    const release = clock.hold({ isEndless: true })
    const seen = note(clock, 5_000)
    await passes(500_000, 1_000)
    expect([told.includes('stuck'), seen]).toEqual([false, []])
    release()
    await passes(1_000)
    expect(seen).toEqual([5_000])
  })

  it('no longer counts as stuck once it has arrived, so the next exchange holds lab time again', async () => {
    const { clock, passes, told } = start()
    const release = clock.hold()
    await passes(12_000, 500)
    release()
    await turns()
    clock.hold()
    const reachedMs = clock.now()
    await passes(5_000, 500)
    expect(clock.now()).toBe(reachedMs)
    expect(told.filter((one) => one === 'stuck')).toEqual(['stuck'])
  })

  it('does not block a jump for ever', async () => {
    const { clock, passes } = start()
    clock.hold()
    let isOver = false
    void clock.jump(1_000).then(() => {
      isOver = true
    })
    await passes(9_500, 500)
    expect(isOver).toBe(false)
    await passes(2_000, 500)
    expect(isOver).toBe(true)
    expect(clock.now()).toBeGreaterThanOrEqual(1_000)
  })
})

describe('a server outside the lab', () => {
  it('gets real time to answer while lab time runs faster', async () => {
    const { clock, passes } = start()
    clock.setPace({ speed: 600 })
    const release = clock.hold({ isOutside: true })
    const seen = note(clock, 15_000)
    await passes(14_000)
    expect(seen).toEqual([])
    expect(clock.now()).toBe(14_000)
    release()
    await passes(10)
    expect(seen).toEqual([15_000])
  })

  it('gets real time to answer while lab time catches up', async () => {
    const { clock, passes } = start()
    const slow = clock.hold()
    await passes(8_000)
    clock.hold({ isOutside: true })
    const seen = note(clock, 5_000)
    slow()
    await passes(4_999)
    expect(seen).toEqual([])
    await passes(1)
    expect(seen).toEqual([5_000])
  })

  it('is waited for during a jump', async () => {
    const { clock, passes } = start()
    const release = clock.hold({ isOutside: true })
    let isOver = false
    const jumped = clock.jump(60_000).then(() => {
      isOver = true
    })
    await passes(5_000)
    expect(isOver).toBe(false)
    release()
    await jumped
    expect(clock.now()).toBe(60_000)
  })
})

describe('clock.turn', () => {
  it('resolves when no exchange is in flight and every timer that is due has run', async () => {
    const { clock, passes } = start()
    const seen: string[] = []
    let release = () => {}
    clock.after(10, () => {
      release = clock.hold()
    })
    clock.after(10, () => seen.push('due'))
    await passes(10)
    void clock.turn().then(() => seen.push(`turn at ${clock.now()}`))
    await turns()
    expect(seen).toEqual([])
    release()
    await turns()
    expect(seen).toEqual(['due', 'turn at 10'])
  })

  it('lets lab time go on, however fast turns are asked for', async () => {
    const { blocks, clock } = start()
    const seen = note(clock, 10, 20, 30)
    let given = 0
    let isGreedy = true
    const again = (): void => {
      given += 1
      if (isGreedy) void clock.turn().then(again)
    }
    void clock.turn().then(again)
    await blocks(100)
    await turns(40)
    expect(seen).toEqual([10, 20, 30])
    expect(given).toBeGreaterThanOrEqual(3)
    isGreedy = false
    await turns(40)
  })

  it('gives turns one at a time, each when everything that the one before started has ended', async () => {
    const { clock } = start()
    const seen: string[] = []
    const act = async (name: string) => {
      await clock.turn()
      const release = clock.hold()
      seen.push(`${name} begins`)
      await turns(3)
      seen.push(`${name} ends`)
      release()
    }
    await Promise.all([act('one'), act('two')])
    expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
  })

  it('resolves while lab time is paused, behind or stopped', async () => {
    const { clock, passes } = start()
    clock.setPace({ isPaused: true })
    await clock.turn()
    clock.setPace({ isPaused: false })
    const tick = () => {
      clock.after(1, tick)
    }
    tick()
    await turns()
    const reached = passes(60_000)
    await clock.turn()
    expect(clock.now()).toBeLessThan(60_000)
    clock.stop()
    await clock.turn()
    await reached
  })
})
