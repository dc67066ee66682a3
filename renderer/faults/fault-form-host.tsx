import { Suspense } from 'react'
import { lazyPart } from '../controls/lazy-part.tsx'
import { show, useInterface } from '../store/interface.ts'

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
