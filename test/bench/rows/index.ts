import type { Row } from '../row.ts'
import { sipCodec } from './sip-codec.ts'
import { sipCodecLimit } from './sip-codec-limit.ts'

/** Every row, in the order of the table. */
export const rows: readonly Row[] = [sipCodec, sipCodecLimit]
