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
  // A latency fault may delay the messages with which the lab stops, so let virtual time run meanwhile.
  ending.unshift(() => one.clock.runUntil(one.lab.stop()))
  return one
}

/** The detail of the step at which the latest login was refused, or of its last step. */
async function whyNot(one: LabInVirtualTime): Promise<string> {
  const steps = (await one.snapshot()).flows.at(-1)?.steps ?? []
  return detailInEnglish((steps.find(({ outcome }) => outcome === 'refused') ?? steps.at(-1))?.detail)
}

describe('a time limit', () => {
  it('is 15 s for the whole bind; NTLM needs two messages, so a delay of 6 s for each is accepted and 8 s is not', async () => {
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
  ] as const)('of the lab file applies: %j', async (file, fault, result, why) => {
    const one = await lab(file)
    await one.call('faults.set', fault)
    expect(await one.logIn('alice')).toBe(result)
    expect(await whyNot(one)).toMatch(why)
  })

  it('of the client ends the flow with the reason', async () => {
    const one = await lab()
    await one.call('faults.set', { at: 'wireless', kind: 'timeout' })
    expect(await one.logIn('alice')).toBe('timed-out')
    expect(await whyNot(one)).toBe('No answer reached the handheld within 60 s: the client gave up')
  })
})
