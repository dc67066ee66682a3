import { isDeepStrictEqual } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let lab: LabInVirtualTime | undefined

afterEach(() => lab?.lab.stop())

/** More frames than a capture keeps unpacked. */
const manyFrames = 2_100

/** Everything that somebody sees of these frames. */
async function seen({ call }: LabInVirtualTime, numbers: readonly number[]) {
  const frames = []
  for (const number of numbers) {
    frames.push([
      await call('traffic.layers', { number, reveal: false }),
      await call('traffic.layers', { number, reveal: true }),
    ])
  }
  return frames
}

async function isBelow(number: number): Promise<boolean> {
  const reader = await lab?.lab.api.readTraffic({}, () => {})
  reader?.close()
  return (reader?.position.last ?? number) < number
}

it('a frame shows the same when it is new and after it was packed', async () => {
  lab = await startLabInVirtualTime({
    communicationsServer: { authentication: ['ntlm'] },
    ...people('alice', 'bob'),
  })
  await lab.logIn('alice', 'alice', 'wrong')
  await lab.logIn('alice')
  await lab.logIn('bob')
  // One message in several packets, since random text does not become shorter.
  const letters = Array.from({ length: 7_000 }, (_, index) => 0x4e00 + ((index * 7_919) % 20_000))
  await lab.call('handheld.send', { name: 'alice', to: 'bob', text: String.fromCharCode(...letters) })
  await lab.call('handheld.setCoverage', { name: 'bob', coverage: 'none' })
  await lab.call('handheld.logout', { name: 'alice' })
  const { frames } = await lab.snapshot()
  expect(new Set(frames.map(({ protocol }) => protocol))).toEqual(
    new Set(['Envelope', 'JSON', 'LDAP', 'SIP', 'SRP', 'TLS']),
  )
  expect(frames.some(({ summary }) => summary.includes('packet 2/'))).toBe(true)
  const numbers = frames.map(({ number }) => number)
  const whenNew = await seen(lab, numbers)

  await lab.logIn('alice')
  while (await isBelow(numbers.length + manyFrames)) {
    for (const presence of ['busy', 'away', 'available'] as const) {
      await lab.call('handheld.setPresence', { name: 'alice', presence })
    }
  }
  const whenPacked = await seen(lab, numbers)
  expect(numbers.filter((_, index) => !isDeepStrictEqual(whenPacked[index], whenNew[index]))).toEqual([])
})
