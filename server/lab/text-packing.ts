import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Packing } from '../base/index.ts'

/** JSON repeats itself so often that zlib's fastest level does nearly as well as the others. */
const options = { level: constants.Z_BEST_SPEED }

export const textPacking: Packing = {
  pack(text) {
    const packed = deflateRawSync(text, options)
    // A copy of its own: zlib's would keep the whole chunk that it was written to.
    const bytes = Buffer.allocUnsafeSlow(packed.length)
    packed.copy(bytes)
    return bytes
  },
  unpack: (packed) => inflateRawSync(packed).toString(),
}
