import type { FrameFormat } from '#contract'
import { jsonLine } from '../capture-file/describe-frame.ts'
import type { FrameWriter, FrameWriterContext } from './frame-writer.ts'
import { jsonOfKept } from './json-of-kept.ts'
import type { KeptFrame } from './kept-frames.ts'
import { KeptPcapng } from './kept-pcapng.ts'
import { textOfKept } from './text-of-kept.ts'

export function frameWriter(format: FrameFormat, context: FrameWriterContext): FrameWriter {
  switch (format) {
    case 'pcapng':
      return new KeptPcapng(context)
    case 'jsonl':
      return { head: () => [], frame: (kept) => [jsonLine(jsonOfKept(kept))] }
    case 'text':
      return { head: () => [], frame: (kept) => [Buffer.from(textOfKept(kept), 'utf8')] }
  }
}

/** So many bytes are handed on at once. */
const pieceBytes = 256 * 1_024

/** Writes frames as they come, in pieces of a size that suits files and sockets. */
export async function* writeFrames(
  writer: FrameWriter,
  frames: AsyncIterable<KeptFrame>,
): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [...writer.head()]
  let bytes = 0
  for await (const kept of frames) {
    for (const part of writer.frame(kept)) {
      waiting.push(part)
      bytes += part.length
    }
    if (bytes < pieceBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (waiting.length > 0) yield Buffer.concat(waiting)
}
