import type { Row } from '../row.ts'
import { admissionGrowth } from './admission-growth.ts'
import { branchAtMark } from './branch-at-mark.ts'
import { capture } from './capture.ts'
import { classSeat } from './class-seat.ts'
import { filter } from './filter.ts'
import { framesLive } from './frames-live.ts'
import { frozenPage } from './frozen-page.ts'
import { goBack } from './go-back.ts'
import { ldapBind } from './ldap-bind.ts'
import { loginFanOut } from './login-fan-out.ts'
import { loginOcs2007, loginR2 } from './logins.ts'
import { longWait } from './long-wait.ts'
import { lookBack } from './look-back.ts'
import { manyLabs } from './many-labs.ts'
import { memory } from './memory.ts'
import { messages } from './messages.ts'
import { pageEvents } from './page-events.ts'
import { runJobs } from './run-jobs.ts'
import { sealOpen } from './seal-open.ts'
import { sipCodec } from './sip-codec.ts'
import { sipCodecLimit } from './sip-codec-limit.ts'
import { startApp } from './start-app.ts'
import { startServe } from './start-serve.ts'
import { virtualTime } from './virtual-time.ts'

/** All rows of the benchmark, in the order of the printed table. */
export const rows: readonly Row[] = [
  sipCodec,
  sipCodecLimit,
  sealOpen,
  loginR2,
  loginOcs2007,
  messages,
  loginFanOut,
  admissionGrowth,
  framesLive,
  frozenPage,
  memory,
  filter,
  startServe,
  startApp,
  virtualTime,
  longWait,
  manyLabs,
  classSeat,
  pageEvents,
  runJobs,
  capture,
  ldapBind,
  lookBack,
  goBack,
  branchAtMark,
]
