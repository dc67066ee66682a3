import type { Row } from '../row.ts'
import { admissionGrowth } from './admission-growth.ts'
import { capture } from './capture.ts'
import { loginFanOut } from './login-fan-out.ts'
import { longWait } from './long-wait.ts'
import { sealOpen } from './seal-open.ts'
import { sipCodec } from './sip-codec.ts'
import { sipCodecLimit } from './sip-codec-limit.ts'
import { virtualTime } from './virtual-time.ts'

/** All rows of the benchmark, in the order of the printed table. */
export const rows: readonly Row[] = [
  sipCodec,
  sipCodecLimit,
  sealOpen,
  loginFanOut,
  admissionGrowth,
  virtualTime,
  longWait,
  capture,
]
