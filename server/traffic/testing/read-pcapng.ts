/** An independent reader of pcapng, so that tests do not rely on the writer. */
export interface Block {
  type: number
  body: Buffer
}

export interface Packet {
  on: string
  at: number
  bytes: Buffer
  comments: string[]
  direction: 'inbound' | 'outbound'
}

/** @throws if the file does not end with a whole block */
export function readBlocks(file: Buffer): Block[] {
  const blocks: Block[] = []
  for (let start = 0; start < file.length; ) {
    const length = file.readUInt32LE(start + 4)
    if (length % 4 !== 0 || file.readUInt32LE(start + length - 4) !== length) {
      throw new Error(`the block at ${start} is broken`)
    }
    blocks.push({ type: file.readUInt32LE(start), body: file.subarray(start + 8, start + length - 4) })
    start += length
  }
  return blocks
}

export function readOptions(bytes: Buffer): [code: number, value: Buffer][] {
  const options: [number, Buffer][] = []
  for (let start = 0; start + 4 <= bytes.length; ) {
    const code = bytes.readUInt16LE(start)
    const length = bytes.readUInt16LE(start + 2)
    if (code === 0) break
    options.push([code, bytes.subarray(start + 4, start + 4 + length)])
    start += 4 + Math.ceil(length / 4) * 4
  }
  return options
}

export function readPackets(file: Buffer): Packet[] {
  const blocks = readBlocks(file)
  const names = blocks
    .filter(({ type }) => type === 1)
    .map(({ body }) => textIn(body.subarray(8), 2)[0] ?? '')
  return blocks
    .filter(({ type }) => type === 6)
    .map(({ body }) => {
      const length = body.readUInt32LE(12)
      const options = body.subarray(20 + Math.ceil(length / 4) * 4)
      const flags = readOptions(options)
        .find(([code]) => code === 2)?.[1]
        .readUInt32LE(0)
      return {
        on: names[body.readUInt32LE(0)] ?? '?',
        at: body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8),
        bytes: body.subarray(20, 20 + length),
        comments: textIn(options, 1),
        direction: flags === 1 ? 'inbound' : 'outbound',
      }
    })
}

function textIn(options: Buffer, wanted: number): string[] {
  return readOptions(options)
    .filter(([code]) => code === wanted)
    .map(([, value]) => value.toString('utf8'))
}
