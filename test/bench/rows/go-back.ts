import { firstTime, goingBack } from '../going-back.ts'
import { missingProc } from '../processes.ts'
import type { Row } from '../row.ts'

export const goBack: Row = {
  name: 'go-back',
  what: 'going back in a lab of one hour and 50 handhelds, to two and a half minutes after the mark at which a process waits / the hour itself',
  unit: 'ms of CPU',
  goal: { atMost: 0.3 },
  rounds: 5,
  missing: missingProc,
  async open(isSmall) {
    const [handhelds, minutes] = isSmall ? [2, 12] : [50, 60]
    const { close, goTo } = await goingBack(handhelds, minutes)
    return {
      async ours() {
        const { cpuMs, wallMs } = await goTo(minutes - 2.5)
        return { value: cpuMs, cpuMs, wallMs }
      },
      theirs: () => firstTime(handhelds, minutes),
      close,
    }
  },
}
