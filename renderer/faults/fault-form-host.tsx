import { lazy, Suspense } from 'react'
import { show, useInterface } from '../store/interface.ts'

const FaultForm = lazy(() => import('./fault-form.tsx'))

/** Loads the form for faults when somebody opens it. */
export function FaultFormHost() {
  const isOpen = useInterface((state) => state.isFaultFormOpen)
  if (!isOpen) return null
  return (
    <Suspense>
      <FaultForm onClose={() => show({ isFaultFormOpen: false })} />
    </Suspense>
  )
}
