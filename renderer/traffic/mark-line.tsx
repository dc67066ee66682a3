import { Pencil, X } from 'lucide-react'
import type { MarkView } from '#contract'
import { ActionButton, editMark, removeMark } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { useWords } from '../words/words.ts'

/** What somebody noted about the frame that is open. */
export function MarkLine({ mark: { colour, comment, isGone, number } }: { mark: MarkView }) {
  const { inspector } = useWords().page
  return (
    <div className="mark-line" data-colour={colour ?? 'none'}>
      <span className="mark-dot" aria-hidden />
      <p>
        {comment === '' ? inspector.marked(number) : <PeopleText text={comment} />}
        {isGone && <span className="hint"> {inspector.isGone}</span>}
      </p>
      <ActionButton action={editMark} args={{ number }} icon={Pencil} />
      <ActionButton action={removeMark} args={{ number }} icon={X} />
    </div>
  )
}
