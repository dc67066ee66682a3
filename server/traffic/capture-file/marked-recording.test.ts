import { expect, it } from 'vitest'
import { enhancedPacket, sectionHeader } from './blocks.ts'
import { jsonLine } from './describe-frame.ts'
import { withMarks } from './marked-recording.ts'

const packet = (...comments: string[]) =>
  enhancedPacket({ interfaceNumber: 0, atMs: 5, bytes: Buffer.from('abcde'), direction: 'inbound', comments })
const head = sectionHeader({ comment: 'frame 12, none', application: 'a', os: 'b' })
const markOf = (number: number) => (number === 12 ? 'the refusal' : null)

async function marked(format: 'pcapng' | 'jsonl', whole: Buffer, pieceBytes: number): Promise<Buffer> {
  async function* pieces() {
    for (let at = 0; at < whole.length; at += pieceBytes) yield whole.subarray(at, at + pieceBytes)
  }
  const read: Uint8Array[] = []
  for await (const chunk of withMarks(format, pieces(), markOf)) read.push(chunk)
  return Buffer.concat(read)
}

it.each([1, 7, 10_000])(
  'adds comments to the packets of marked frames, in pieces of %i bytes',
  async (size) => {
    const whole = Buffer.concat([
      head,
      packet('frame 1, up'),
      packet('frame 12, down', 'frame 13, down'),
      packet(),
    ])
    const expected = [head, packet('frame 1, up')]
    expected.push(packet('frame 12, down', 'frame 13, down', 'mark: the refusal'), packet())
    const bytes = await marked('pcapng', whole, size)
    // The order of options differs from that of a packet that is written with its mark.
    expect(bytes.length).toBe(Buffer.concat(expected).length)
    expect(bytes.toString('utf8').split('mark: the refusal')).toHaveLength(2)
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(packet().length)
  },
)

it.each([1, 10_000])('adds marks to the lines of marked frames, in pieces of %i bytes', async (size) => {
  const lines = [{ number: 1 }, { number: 12, at: 'x', summary: 'é' }, { dropped: 3 }]
  const bytes = await marked('jsonl', Buffer.concat(lines.map(jsonLine)), size)
  expect(
    bytes
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([{ number: 1 }, { number: 12, at: 'x', summary: 'é', mark: 'the refusal' }, { dropped: 3 }])
})

it('passes on what was cut off', async () => {
  const whole = Buffer.concat([head, packet('frame 12, down').subarray(0, 30)])
  expect(await marked('pcapng', whole, 9)).toEqual(whole)
})
