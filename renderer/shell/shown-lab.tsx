import type { LabApi } from '#contract'
import { LabProvider } from '../store/lab.tsx'
import { useOtherLab } from '../store/other-lab.ts'
import { usePast } from '../store/past.ts'
import { App } from './app.tsx'

/** The window onto the lab, onto another one, or onto the past. Another lab is another window: nothing of the one before stays in it. */
export function ShownLab({ lab }: { lab: LabApi }) {
  const past = usePast((state) => state.bundle)
  const other = useOtherLab((state) => state.other)
  const moment = usePast((state) => state.momentApi)
  const own = other === null ? 'lab' : `lab ${other.id}`
  return (
    <LabProvider
      api={moment ?? past?.client ?? other?.client ?? lab}
      key={past === null ? own : `${past.name} ${past.manifest.madeAt}`}
    >
      <App />
    </LabProvider>
  )
}
