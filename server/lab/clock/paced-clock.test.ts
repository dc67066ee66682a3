import { afterEach, describe, expect, it } from 'vitest'
import { createPacedClock, type PacedClock } from './paced-clock.ts'

describe('paced clock', () => {
  const clocks: PacedClock[] = []
  afterEach(() => {
    for (const clock of clocks.splice(0)) clock.stop()
  })
  const start = () => {
    const clock = createPacedClock(0)
    clocks.push(clock)
    return clock
  }
  const due = (clock: PacedClock, delayMs: number) =>
    new Promise<number>((resolve) => clock.after(delayMs, () => resolve(clock.now())))

  it('runs timers in order, never early, at the time that they are due', async () => {
    const clock = start()
    clock.setPace({ isPaused: true })
    const at = clock.now()
    const seen = [due(clock, 20), due(clock, 10), due(clock, 30)]
    clock.setPace({ isPaused: false })
    expect(await Promise.all(seen)).toEqual([at + 20, at + 10, at + 30])
  })

  it('passes an hour in a moment at a high speed', async () => {
    const clock = start()
    clock.setPace({ isPaused: true, speed: 1_000_000 })
    const at = clock.now()
    const hour = due(clock, 3_600_000)
    clock.setPace({ isPaused: false })
    expect(await hour).toBe(at + 3_600_000)
  })

  it('takes a speed for timers that were set before', async () => {
    const clock = start()
    const hour = due(clock, 3_600_000)
    const setBefore = clock.now()
    clock.setPace({ speed: 1_000_000 })
    expect((await hour) - setBefore).toBeLessThanOrEqual(3_600_000)
  })

  it('stands still while paused, and goes on from there', async () => {
    const clock = start()
    clock.setPace({ isPaused: true })
    const pausedAt = clock.now()
    let hasRun = false
    clock.after(1, () => {
      hasRun = true
    })
    await new Promise((resolve) => setTimeout(resolve, 15))
    expect(clock.now()).toBe(pausedAt)
    expect(hasRun).toBe(false)
    const next = due(clock, 5)
    clock.setPace({ isPaused: false })
    expect(await next).toBe(pausedAt + 5)
    expect(hasRun).toBe(true)
  })

  it('steps to the next event and stays there', async () => {
    const clock = start()
    clock.setPace({ isPaused: true })
    const at = clock.now()
    const seen: number[] = []
    clock.after(60_000, () => seen.push(clock.now() - at))
    clock.after(90_000, () => seen.push(clock.now() - at))
    await clock.stepToNext()
    expect(seen).toEqual([60_000])
    expect(clock.now() - at).toBe(60_000)
    await clock.stepToNext()
    expect(seen).toEqual([60_000, 90_000])
    expect(clock.pace.isPaused).toBe(true)
  })

  it('jumps, running all that is due on the way in order', async () => {
    const clock = start()
    clock.setPace({ isPaused: true })
    const at = clock.now()
    const seen: number[] = []
    const tick = () => {
      seen.push(clock.now() - at)
      clock.after(60_000, tick)
    }
    clock.after(60_000, tick)
    await clock.jump(300_000)
    expect(seen).toEqual([60_000, 120_000, 180_000, 240_000, 300_000])
    expect(clock.now() - at).toBe(300_000)
  })

  it('waits, while faster than real time, for what is under way', async () => {
    const clock = start()
    clock.setPace({ speed: 1_000_000 })
    const release = clock.hold()
    const timeout = due(clock, 15_000)
    const answered = new Promise<string>((resolve) => {
      setTimeout(() => {
        release()
        resolve('answered')
      }, 20)
    })
    // Fifteen seconds would be over in no time; held, they take fifteen seconds.
    expect(await Promise.race([timeout, answered])).toBe('answered')
    await timeout
  })

  it('waits in a jump for what is under way, however long the whole jump takes', async () => {
    const clock = start()
    let answered = 0
    const ask = () => {
      const askedAt = clock.now()
      const release = clock.hold()
      setTimeout(() => {
        if (clock.now() === askedAt) answered += 1
        release()
      }, 25)
    }
    for (let minute = 1; minute <= 100; minute += 1) clock.after(minute * 60_000, ask)
    await clock.jump(7_200_000)
    expect(answered).toBe(100)
  })

  it('does not wait forever in a jump for what never comes', async () => {
    const clock = start()
    clock.hold()
    const at = clock.now()
    await clock.jump(1_000)
    expect(clock.now() - at).toBeGreaterThanOrEqual(1_000)
  })

  it('leaves nothing behind that keeps a process alive', () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    start().after(3_600_000, () => {})
    expect(timers()).toBe(before)
  })
})
