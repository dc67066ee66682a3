import './lessons.css'
import { Eye, GraduationCap, MessageSquareText } from 'lucide-react'
import { useEffect } from 'react'
import { PeopleText } from '../controls/people-text.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { useLesson } from '../store/lesson.ts'
import { fillWindow, foldPane } from '../store/panes.ts'
import { usePreferences } from '../store/preferences.ts'
import type { seatOfPage } from '../store/seat.ts'
import { useSeatMessage } from '../store/seat-message.ts'
import { useWords } from '../words/words.ts'

/** What a seat of a class adds to the window: what the trainer writes, whose it is, and the catalogue in place of an empty lab. */
export default function SeatFrame({ seat }: { seat: NonNullable<ReturnType<typeof seatOfPage>> }) {
  const { isLooking, name, number } = seat
  const words = useWords().page.lessons.seat
  const isKnown = useLabStore(({ snapshot }) => snapshot !== null)
  const hasLesson = useLesson() !== null
  useEffect(() => {
    if (!isKnown) return
    foldPane('lessons', false)
    if (!hasLesson) fillWindow('lessons')
    else if (usePreferences.getState().fullPane === 'lessons') fillWindow(null)
  }, [hasLesson, isKnown])
  const Icon = isLooking ? Eye : GraduationCap
  return (
    <>
      {!isLooking && <TrainerMessage />}
      {(!hasLesson || isLooking) && (
        <section className="banner lesson-banner" aria-label={words.name}>
          <Icon size={15} aria-hidden />
          <strong className="truncate">
            <PeopleText text={words.seat(number, name)} />
          </strong>
          <span className="lesson-own truncate">{isLooking ? words.looking : words.choose}</span>
        </section>
      )}
    </>
  )
}

/** What the trainer has written, until it is put away. It is always there for screen readers, so that they tell what comes. */
function TrainerMessage() {
  const words = useWords().page.lessons.seat
  const { message, putAway } = useSeatMessage()
  return (
    <section className="banner trainer-message" role="status" aria-label={words.fromTrainer}>
      {message !== null && (
        <>
          <MessageSquareText size={16} aria-hidden />
          <strong>{words.fromTrainer}</strong>
          <p>
            <PeopleText text={message.text} />
          </p>
          <button type="button" className="button" onClick={putAway}>
            {words.putAway}
          </button>
        </>
      )}
    </section>
  )
}
