import type { LabApi } from '#contract'
import { LabProvider } from '../store/lab.tsx'
import { usePast } from '../store/past.ts'
import { App } from './app.tsx'

/** The window onto the lab, or onto the past. Another lab is another window: nothing of the one before stays in it. */
export function ShownLab({ lab }: { lab: LabApi }) {
  const past = usePast((state) => state.bundle)
  return (
    <LabProvider
      api={past?.client ?? lab}
      key={past === null ? 'lab' : `${past.name} ${past.manifest.madeAt}`}
    >
      <App />
    </LabProvider>
  )
}
