import type { ReactNode } from 'react'
import type { LessonPart } from '#contract'
import { useAccess } from '../store/lesson.ts'
import { useWords } from '../words/words.ts'

/** Holds what shows and changes one part of the lab. A lesson may lock it, or hide it; then it says so in its place. */
export function LessonAccess({ part, children }: { part: LessonPart; children: ReactNode }) {
  const access = useAccess(part)
  const { lessons } = useWords().page
  if (access === 'open') return children
  const reason = lessons.access[access](lessons.parts[part])
  if (access === 'hidden') return <p className="hint">{reason}</p>
  return (
    <fieldset className="changes-lab" role="presentation" disabled title={reason}>
      <p className="hint">{reason}</p>
      {children}
    </fieldset>
  )
}
