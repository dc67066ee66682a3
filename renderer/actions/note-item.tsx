import type { EvidenceItem } from '#contract'
import { isTakingLesson } from '../store/lesson.ts'
import { bind } from './action.ts'
import { takeNote } from './lessons.ts'
import { MenuItem } from './menu-items.tsx'
import { useActionContext } from './use-action-context.ts'

/** The entry of a context menu that puts what it is about into the notebook. Only in a lesson. */
export function NoteItem({ item }: { item: EvidenceItem }) {
  const context = useActionContext()()
  return isTakingLesson(context.lab?.lesson ?? null) ? (
    <MenuItem action={bind(takeNote, { item }, context)} />
  ) : null
}
