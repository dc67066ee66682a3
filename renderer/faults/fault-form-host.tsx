import { lazy, Suspense } from 'react'
import { show, useInterface } from '../store/interface.ts'

const FaultForm = lazy(() => import('./fault-form.tsx'))
const LinkDialog = lazy(() => import('./link-dialog.tsx'))

/** Loads the forms for faults and links when somebody opens them. */
export function FaultFormHost() {
  const isOpen = useInterface((state) => state.isFaultFormOpen)
  const linkOf = useInterface((state) => state.linkOf)
  return (
    <Suspense>
      {isOpen && <FaultForm onClose={() => show({ isFaultFormOpen: false })} />}
      {linkOf !== null && <LinkDialog name={linkOf} onClose={() => show({ linkOf: null })} />}
    </Suspense>
  )
}
