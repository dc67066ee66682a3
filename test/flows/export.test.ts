import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExportOrder, exportRequest, hops } from '#contract'
import { openExport } from '../../server/export/index.ts'
import { readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import { type LabInVirtualTime, password, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let running: LabInVirtualTime
beforeEach(async () => {
  running = await startLabInVirtualTime(people('alice', 'bob'))
  expect(await running.logIn('alice')).toBe('accepted')
  await running.clock.advance(10 * 60_000)
  expect(await running.logIn('bob', 'bob', 'wrong')).toBe('bad-credentials')
})
afterEach(() => running.lab.stop())

async function exported(order: ExportOrder): Promise<{ name: string; bytes: Buffer }> {
  const { name, content } = await openExport(running.lab, exportRequest.parse(order))
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return { name, bytes: Buffer.concat(pieces) }
}

describe('an export of the frames that a filter shows', () => {
  it('has these frames and no others, in each format', async () => {
    const query = { filter: 'protocol:ldap', handheld: 'alice' }
    const { frames } = await running.snapshot()
    const wanted = frames.filter(({ protocol, handheld }) => protocol === 'LDAP' && handheld === 'alice')
    expect(wanted.length).toBeGreaterThan(1)
    const numbers = wanted.map(({ number }) => number)

    const lines = (await exported({ what: 'frames', format: 'jsonl', query })).bytes
      .toString()
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).number)).toEqual(numbers)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      handheld: 'alice',

      mark: null,
    })

    const text = (await exported({ what: 'frames', format: 'text', query })).bytes.toString()
    expect([...text.matchAll(/^#(\d+) /gm)].map(([, number]) => Number(number))).toEqual(numbers)

    const { name, bytes } = await exported({ what: 'frames', format: 'pcapng', query })
    expect(name).toMatch(/^bramble-frames-\d{8}-\d{6}\.pcapng$/)
    const comments = readPackets(bytes).flatMap((packet) => packet.comments)
    expect(comments.flatMap((comment) => /^frame (\d+),/.exec(comment)?.[1] ?? [])).toEqual(
      numbers.map(String),
    )
    expect(comments.filter((comment) => comment.startsWith('Made up'))).toHaveLength(1)
  })

  it('goes back as far as somebody wants', async () => {
    const { frames, at } = await running.snapshot()
    const { bytes } = await exported({ what: 'frames', format: 'jsonl', query: {}, lastMs: 60_000 })
    const numbers = bytes
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).number)
    const recent = frames.filter((frame) => frame.at >= at - 60_000)
    expect(recent.length).toBeLessThan(frames.length)
    expect(numbers).toEqual(recent.map(({ number }) => number))
  })

  it('has every kept frame as one commented packet, and no password', async () => {
    const { frames } = await running.snapshot()
    for (const format of ['pcapng', 'jsonl', 'text'] as const) {
      const { bytes } = await exported({ what: 'frames', format, query: {} })
      expect(bytes.includes(password)).toBe(false)
      if (format !== 'pcapng') continue
      const packets = readPackets(bytes)
      expect(new Set(packets.map(({ on }) => on))).toEqual(new Set(hops))
      const told = packets
        .flatMap(({ comments }) => comments)
        .filter((comment) => comment.startsWith('frame '))
      expect(told).toHaveLength(frames.length)
    }
  })

  it('is refused where the filter has a mistake', async () => {
    await expect(
      exported({ what: 'frames', format: 'text', query: { filter: '(sip' } }),
    ).rejects.toMatchObject({
      code: 'bad-filter',
    })
  })
})
