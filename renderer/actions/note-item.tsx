import type { EvidenceItem } from '#contract'
import { MenuItem } from './menu-items.tsx'
import { evidenceActions } from './recorder.ts'
import { useActionContext } from './use-action-context.ts'

/** The entries of a context menu that take down what it is about: in a lesson, and while a scenario is recorded. */
export function NoteItem({ item }: { item: EvidenceItem }) {
  const context = useActionContext()()
  return evidenceActions(item, context).map((action) => <MenuItem key={action.id} action={action} />)
}
