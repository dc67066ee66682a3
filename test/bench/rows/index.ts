import type { Row } from '../row.ts'
import { sipCodec } from './sip-codec.ts'
import { sipCodecLimit } from './sip-codec-limit.ts'

/** All rows of the benchmark, in the order of the printed table. */
export const rows: readonly Row[] = [sipCodec, sipCodecLimit]
