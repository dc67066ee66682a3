import { Suspense } from 'react'
import { lazyPart } from '../store/lazy-part.tsx'
import { useRecorder } from '../store/recorder.ts'

const ScenarioDialog = lazyPart(() => import('./scenario-dialog.tsx'))

/** The dialog in which scenarios are made, loaded when somebody first opens it. */
export function RecorderHost() {
  return useRecorder(({ dialog }) => dialog !== null) ? (
    <Suspense fallback={null}>
      <ScenarioDialog />
    </Suspense>
  ) : null
}
