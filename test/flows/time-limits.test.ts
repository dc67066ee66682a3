import { afterEach, describe, expect, it } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0)) await end()
})

async function lab(file: LabFileInput = {}): Promise<LabInVirtualTime> {
  const one = await startLabInVirtualTime({ ...people('alice'), ...file })
  // A latency may still hold up what the parts say to each other at the end.
  ending.unshift(() => one.clock.runUntil(one.lab.stop()))
  return one
}

/** The last step of the latest login that says why it did not go on. */
async function whyNot(one: LabInVirtualTime): Promise<string> {
  const steps = (await one.snapshot()).flows.at(-1)?.steps ?? []
  return detailInEnglish((steps.find(({ outcome }) => outcome === 'refused') ?? steps.at(-1))?.detail)
}

describe('a limit', () => {
  it('is 15 s for the whole bind, of which NTLM takes two messages: 6 s each are soon enough, 8 s are not', async () => {
    const one = await lab()
    await one.call('faults.set', { at: 'directory', kind: 'latency', delay: 6_000 })
    expect(await one.logIn('alice')).toBe('accepted')
    await one.call('faults.set', { at: 'directory', kind: 'latency', delay: 8_000 })
    expect(await one.logIn('alice')).toBe('unavailable')
    expect(await whyNot(one)).toMatch(/no answer to the second of two messages within 15 s \(bindTimeout\)/)
  })

  it.each([
    [
      { directory: { bindTimeout: '20s' } },
      { at: 'directory', kind: 'latency', delay: 8_000 },
      'accepted',
      /./,
    ],
    [
      { directory: { bindTimeout: '3s' } },
      { at: 'directory', kind: 'latency', delay: 2_000 },
      'unavailable',
      /second of two messages within 3 s/,
    ],
    [
      { communicationsServer: { requestTimeout: '30s' } },
      { at: 'communicationsServer', kind: 'latency', delay: 20_000 },
      'accepted',
      /./,
    ],
    [
      { communicationsServer: { requestTimeout: '1500ms' } },
      { at: 'communicationsServer', kind: 'latency', delay: 2_000 },
      'unavailable',
      /did not answer OPTIONS within 1.5 s/,
    ],
  ] as const)('of the lab file counts: %j', async (file, fault, result, why) => {
    const one = await lab(file)
    await one.call('faults.set', fault)
    expect(await one.logIn('alice')).toBe(result)
    expect(await whyNot(one)).toMatch(why)
  })

  it('of the client is said where it strikes, and nothing after it', async () => {
    const one = await lab()
    await one.call('faults.set', { at: 'wireless', kind: 'timeout' })
    expect(await one.logIn('alice')).toBe('timed-out')
    expect(await whyNot(one)).toBe('No answer reached the handheld within 60 s: the client gave up')
  })
})
