import { connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createGenerator } from './generator.ts'
import { createVirtualClock, StalledError } from './virtual-clock.ts'

describe('virtual clock', () => {
  it('runs timers in the order in which they are due, each at its own time', async () => {
    const clock = createVirtualClock(0)
    const seen: string[] = []
    clock.after(30, () => seen.push(`c at ${clock.now()}`))
    clock.after(10, () => {
      seen.push(`a at ${clock.now()}`)
      clock.after(5, () => seen.push(`b at ${clock.now()}`))
    })
    clock.after(10, () => seen.push(`a2 at ${clock.now()}`))
    clock.after(20, () => seen.push('never')).cancel()
    await clock.advance(29)
    expect(seen).toEqual(['a at 10', 'a2 at 10', 'b at 15'])
    await clock.advance(1)
    expect(seen.at(-1)).toBe('c at 30')
    expect(clock.now()).toBe(30)
  })

  it('stands still while somebody holds it', async () => {
    const clock = createVirtualClock(0)
    const release = clock.hold()
    setTimeout(release, 5)
    let heldUntil = -1
    clock.after(0, () => {
      heldUntil = clock.now()
    })
    await clock.advance(1_000)
    expect(heldUntil).toBe(0)
  })

  it('stands still while bytes are in flight on a real socket', async () => {
    const clock = createVirtualClock(0)
    const arrivals: number[] = []
    const server = createServer((socket) => {
      const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
      socket.on('data', (bytes) => {
        arrivals.push(clock.now())
        clock.flight.received(ports, bytes.length)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
    const ports = { localPort: socket.localPort, remotePort: socket.remotePort }
    clock.flight.track(ports)
    for (const delayMs of [100, 200, 300]) {
      clock.after(delayMs, () => {
        socket.write('hello')
        clock.flight.sent(ports, 5)
      })
    }
    await clock.advance(10_000)
    expect(arrivals).toEqual([100, 200, 300])
    socket.destroy()
    server.close()
  })

  it('settles by running timers of packets in transit, but no other timers', async () => {
    const clock = createVirtualClock(0)
    const seen: string[] = []
    clock.after(500, () => seen.push('packet'), { isTransit: true })
    clock.after(60_000, () => seen.push('status message'))
    await clock.settle()
    expect(seen).toEqual(['packet'])
    expect(clock.now()).toBe(500)
  })

  it('settles although new packets are always in transit, and waits for packets that the awaited ones cause', async () => {
    const clock = createVirtualClock(0)
    const seen: string[] = []
    const sendStatus = () => {
      clock.after(70, () => seen.push('status message'), { isTransit: true })
      clock.after(50, sendStatus)
    }
    sendStatus()
    clock.after(60, () => clock.after(40, () => seen.push('answer'), { isTransit: true }), {
      isTransit: true,
    })
    await clock.settle()
    expect(seen).toEqual(['status message', 'answer'])
    expect(clock.now()).toBe(100)
  })

  it('rejects when the awaited promise can never settle', async () => {
    await expect(createVirtualClock().runUntil(new Promise(() => {}))).rejects.toThrow(StalledError)
  })
})

describe('generator', () => {
  it('draws the same numbers for the same seed, and other numbers for another name', () => {
    const draw = (seed: number, name: string) => {
      const generator = createGenerator(seed).fork(name)
      return Array.from({ length: 20 }, () => generator.integer(0, 1_000_000))
    }
    expect(draw(1, 'alice')).toEqual(draw(1, 'alice'))
    expect(draw(1, 'alice')).not.toEqual(draw(1, 'bob'))
    expect(draw(1, 'alice')).not.toEqual(draw(2, 'alice'))
  })

  it('draws fractions from 0 up to but never 1', () => {
    const generator = createGenerator(7)
    const fractions = Array.from({ length: 1_000 }, () => generator.fraction())
    expect(fractions.every((one) => one >= 0 && one < 1)).toBe(true)
    expect(new Set(fractions).size).toBeGreaterThan(990)
  })
})
