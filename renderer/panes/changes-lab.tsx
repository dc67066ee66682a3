import type { ReactNode } from 'react'
import { useIsPast } from '../store/past.ts'
import { useWords } from '../words/words.ts'

/** Holds controls that change the lab. In the past nothing does, and they say so. */
export function ChangesLab({ children }: { children: ReactNode }) {
  const isPast = useIsPast()
  const { isPast: reason } = useWords().page.actions
  return (
    <fieldset
      className="changes-lab"
      role="presentation"
      disabled={isPast}
      title={isPast ? reason : undefined}
    >
      {children}
    </fieldset>
  )
}
