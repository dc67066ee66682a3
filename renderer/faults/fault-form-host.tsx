import { Suspense } from 'react'
import { show, useInterface } from '../store/interface.ts'
import { lazyPart } from '../store/lazy-part.tsx'

const FaultForm = lazyPart(() => import('./fault-form.tsx'))
const LinkDialog = lazyPart(() => import('./link-dialog.tsx'))

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
