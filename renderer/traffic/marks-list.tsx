import { Popover } from '@base-ui/react/popover'
import { Bookmark, X } from 'lucide-react'
import { ActionButton, removeMark } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { show } from '../store/interface.ts'
import { useMarks } from '../store/selectors.ts'
import { preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** The button that lists all marks, also those whose frames the lab has dropped. Without marks there is none. */
export function MarksList() {
  const { inspector } = useWords().page
  const marks = useMarks()
  if (marks.length === 0) return null
  const name = inspector.marks(marks.length)
  return (
    <Popover.Root>
      <Popover.Trigger className="button quiet marks-button" aria-label={name} title={name}>
        <Bookmark size={14} aria-hidden />
        <span className="tabular">{marks.length}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="above-dialogs">
          <Popover.Popup className="marks-popup" aria-label={inspector.marksTitle}>
            <ul>
              {marks.map(({ at, colour, comment, isGone, number }) => (
                <li key={number} data-colour={colour ?? 'none'}>
                  <span className="mark-dot" aria-hidden />
                  <button
                    type="button"
                    className="mark-entry"
                    disabled={isGone}
                    onClick={() => show({ openFrame: number })}
                  >
                    <strong>{inspector.frameNumber(number)}</strong>
                    <span className="hint tabular">{preciseTime(at)}</span>
                    <PeopleText text={comment} />
                    {isGone && <span className="hint">{inspector.isGone}</span>}
                  </button>
                  <ActionButton action={removeMark} args={{ number }} icon={X} />
                </li>
              ))}
            </ul>
            <button
              type="button"
              className="button quiet"
              onClick={() => show({ trafficFilter: 'mark:yes', trafficDevice: null, trafficHop: null })}
            >
              {inspector.showMarked}
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
