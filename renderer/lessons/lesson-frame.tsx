import './lessons.css'
import { GraduationCap } from 'lucide-react'
import { useEffect } from 'react'
import type { LessonView } from '#contract'
import { leave, openLessons, useAction } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { letEvidenceBeDragged } from '../store/evidence-drag.ts'
import { isTakingLesson, useLesson } from '../store/lesson.ts'
import { foldAwhile } from '../store/panes.ts'
import { usePreferences } from '../store/preferences.ts'
import { seatOfPage } from '../store/seat.ts'
import { useWords } from '../words/words.ts'
import { PointingBar } from './pointing-bar.tsx'

/** What a lesson adds to the whole window: the banner, dragging, and pointing. */
export default function LessonFrame() {
  const lesson = useLesson()
  const isTaking = isTakingLesson(lesson)
  useEffect(() => (isTaking ? letEvidenceBeDragged() : undefined), [isTaking])
  // While its settings are hidden, and for the debrief, the room is better used by what is to be read.
  const isServiceOfNoUse =
    lesson !== null &&
    !lesson.isWithoutCause &&
    (lesson.finishedAt !== null || lesson.access.settings === 'hidden')
  useEffect(() => {
    if (isServiceOfNoUse) return foldAwhile('service')
    return undefined
  }, [isServiceOfNoUse])
  return (
    <>
      {lesson !== null && seatOfPage()?.isLooking !== true && <Banner lesson={lesson} />}
      <PointingBar />
    </>
  )
}

/** Says that another lab is shown, and leads out of it. */
function Banner({ lesson }: { lesson: LessonView }) {
  const { banner, seat } = useWords().page.lessons
  const place = seatOfPage()
  const isFolded = usePreferences(
    ({ foldedPanes, fullPane }) =>
      fullPane !== 'lessons' && (fullPane !== null || foldedPanes.includes('lessons')),
  )
  const out = useAction(leave, undefined)
  return (
    <section className="banner lesson-banner" aria-label={banner.name}>
      <GraduationCap size={15} aria-hidden />
      <strong className="truncate">
        {lesson.isWithoutCause ? banner.withoutCause(lesson.title) : banner.lesson(lesson.title)}
      </strong>
      <span className="lesson-own truncate">
        {place === null ? banner.ownLab : <PeopleText text={seat.seat(place.number, place.name)} />}
      </span>
      {isFolded && <ToLesson />}
      <button type="button" className="button" onClick={out.perform}>
        {out.icon !== undefined && <out.icon size={13} aria-hidden />}
        {out.label}
      </button>
    </section>
  )
}

function ToLesson() {
  const { banner } = useWords().page.lessons
  const { perform } = useAction(openLessons, undefined)
  return (
    <button type="button" className="button" onClick={perform}>
      {banner.toLesson}
    </button>
  )
}
