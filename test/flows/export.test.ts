import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExportOrder, exportRequest, hops } from '#contract'
import { openExport } from '../../server/export/index.ts'
import { openCaptureFile } from '../../server/traffic/index.ts'
import { readBlocks, readPackets } from '../../server/traffic/testing/read-pcapng.ts'
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

  it('has what somebody noted about a frame as a comment of its packet', async () => {
    const [frame] = (await running.snapshot()).frames
    const number = frame?.number ?? 0
    await running.call('traffic.mark', { number, comment: 'look here', colour: null })
    const { bytes } = await exported({ what: 'frames', format: 'pcapng', query: {} })
    const [marked] = readPackets(bytes).filter(({ comments }) => comments.includes('mark: look here'))
    expect(marked?.comments[0]).toMatch(new RegExp(`^frame ${number},`))
  })

  it('is refused where the filter has a mistake', async () => {
    await expect(
      exported({ what: 'frames', format: 'text', query: { filter: '(sip' } }),
    ).rejects.toMatchObject({
      code: 'bad-filter',
    })
  })
})

describe('a recording from now on', () => {
  const numbersIn = (bytes: Buffer) =>
    readPackets(bytes).flatMap(({ comments }) =>
      comments.flatMap((comment) => Number(/^frame (\d+),/.exec(comment)?.[1] ?? 0) || []),
    )

  it('has the traffic from its start to its stop, and no password', async () => {
    const { call, clock, logIn, snapshot } = running
    const before = (await snapshot()).frames.at(-1)?.number ?? 0
    expect(await call('recording.start', {})).toMatchObject({ format: 'pcapng', ended: null })
    expect(await logIn('bob')).toBe('accepted')
    const last = (await snapshot()).frames.at(-1)?.number ?? 0
    expect(await call('recording.stop', {})).toMatchObject({ ended: 'stopped' })
    await call('handheld.logout', { name: 'bob' })
    await clock.settle()
    const { bytes, name } = await exported({ what: 'recording' })
    expect(name).toMatch(/^bramble-recording-.*\.pcapng$/)
    await call('traffic.mark', { number: last, comment: 'here it is', colour: null })
    const marked = readPackets((await exported({ what: 'recording' })).bytes).filter(({ comments }) =>
      comments.includes('mark: here it is'),
    )
    expect(marked.flatMap(({ comments }) => comments)).toContainEqual(
      expect.stringMatching(new RegExp(`^frame ${last},`)),
    )
    await call('traffic.mark', { number: last, comment: '', colour: null })
    const numbers = new Set(numbersIn(bytes))
    expect(Math.min(...numbers)).toBe(before + 1)
    expect(Math.max(...numbers)).toBe(last)
    expect(bytes.includes(password)).toBe(false)
    // Without the keys of TLS, unless somebody asks for them.
    expect(readBlocks(bytes).filter(({ type }) => type === 10)).toEqual([])
    await call('recording.start', { secrets: true, format: 'pcapng' })
    await call('conditions.set', { isCommunicationsServerUp: false })
    await call('conditions.set', { isCommunicationsServerUp: true })
    await clock.advance(60_000)
    await call('recording.stop', {})
    const second = (await exported({ what: 'recording' })).bytes
    expect(readBlocks(second).filter(({ type }) => type === 10)).not.toEqual([])
  })

  it('ends by itself when it is full, and says so', async () => {
    const { call, lab, logIn } = running
    await call('recording.start', { mostBytes: 65_536 })
    for (let round = 0; round < 6; round += 1) {
      await logIn('bob')
      await call('handheld.logout', { name: 'bob' })
    }
    await expect.poll(async () => (await lab.api.snapshot()).recording).toMatchObject({ ended: 'full' })
    const { bytes } = await exported({ what: 'recording' })
    expect(bytes.length).toBeGreaterThanOrEqual(65_536)
  })

  it('does not disturb another capture file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bramble-two-'))
    const path = join(folder, 'whole.pcapng')
    const whole = await openCaptureFile(path)
    running.lab.captureInto(whole)
    await running.call('recording.start', {})
    await running.logIn('bob')
    await running.call('recording.stop', {})
    await running.call('handheld.logout', { name: 'bob' })
    await whole.close()
    const recorded = numbersIn((await exported({ what: 'recording' })).bytes)
    const all = numbersIn(await readFile(path))
    expect(recorded.length).toBeGreaterThan(10)
    expect(all).toEqual(expect.arrayContaining(recorded))
    expect(new Set(all).size).toBeGreaterThan(new Set(recorded).size)
    await rm(folder, { recursive: true })
  })

  it('is refused where there is none', async () => {
    await expect(exported({ what: 'recording' })).rejects.toMatchObject({ code: 'no-recording' })
  })
})
