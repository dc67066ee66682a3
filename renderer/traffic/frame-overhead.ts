import type { Words } from '#words'
import { byteSize } from '../words/format.ts'
import { fromBase64 } from './hex.ts'
import type { OpenedFrame } from './use-layers.ts'

/** Why the size of a frame and that of the layer which is read first differ; null where they do not. */
export function overheadOf({ page: { inspector } }: Words, { frame, layers }: OpenedFrame): string | null {
  const first = layers.find(({ bytes }) => bytes !== null)
  if (first === undefined || first.bytes === null) return null
  const more = frame.sizeBytes - fromBase64(first.bytes).length
  if (more === 0) return null
  if (frame.protocol === 'JSON') return inspector.maskedSize
  if (more < 0) return null
  if (frame.protocol === 'SRP' || frame.protocol === 'Envelope') return inspector.srpHead(byteSize(more))
  return frame.isEncrypted ? inspector.tlsHead(byteSize(more)) : null
}
