import { withComments } from './blocks.ts'
import { jsonLine } from './describe-frame.ts'

/** Maximum bytes of one block or line; something longer is passed on as it is, and all that follows. */
const mostBytes = 64 * 1_024 * 1_024
const lineFeed = 0x0a

/**
 * A recording with what people have noted about its frames, as comments of its packets, or as `mark` of its lines. Marks are set
 * after their frames have been written, so they are added whenever the recording is read.
 * @param markOf the comment on a frame, by its number
 */
export async function* withMarks(
  format: 'pcapng' | 'jsonl',
  content: AsyncIterable<Uint8Array>,
  markOf: (number: number) => string | null,
): AsyncGenerator<Uint8Array> {
  const { lengthOf, mark } = format === 'jsonl' ? lines(markOf) : blocks(markOf)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of content) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    const done: Buffer[] = []
    for (let length = lengthOf(rest); length !== null; length = lengthOf(rest)) {
      done.push(mark(rest.subarray(0, length)))
      rest = rest.subarray(length)
    }
    if (rest.length > mostBytes) {
      done.push(rest)
      rest = Buffer.alloc(0)
    }
    if (done.length > 0) yield Buffer.concat(done)
  }
  if (rest.length > 0) yield rest
}

interface Pieces {
  /** Length of the first whole piece; null: more has to come. */
  lengthOf(bytes: Buffer): number | null
  mark(piece: Buffer): Buffer
}

function blocks(markOf: (number: number) => string | null): Pieces {
  return {
    lengthOf(bytes) {
      const length = bytes.length < 12 ? Number.POSITIVE_INFINITY : Math.max(12, bytes.readUInt32LE(4))
      return length <= bytes.length ? length : null
    },
    mark: (piece) =>
      withComments(piece, (comment) => {
        const mark = markOf(Number(/^frame (\d+),/.exec(comment)?.[1]))
        return mark === null ? [] : [`mark: ${mark}`]
      }),
  }
}

function lines(markOf: (number: number) => string | null): Pieces {
  return {
    lengthOf(bytes) {
      const end = bytes.indexOf(lineFeed)
      return end < 0 ? null : end + 1
    },
    mark(piece) {
      const mark = markOf(Number(/^\{"number":(\d+),/.exec(piece.toString('latin1', 0, 40))?.[1]))
      if (mark === null) return piece
      const line: unknown = JSON.parse(piece.toString('utf8'))
      return typeof line === 'object' ? jsonLine({ ...line, mark }) : piece
    },
  }
}
