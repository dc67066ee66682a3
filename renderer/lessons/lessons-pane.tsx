import './lessons.css'
import { Pane } from '../panes/pane.tsx'
import { useLesson } from '../store/lesson.ts'
import { useWords } from '../words/words.ts'
import { Catalogue } from './catalogue.tsx'
import { Player } from './player.tsx'
import { LessonScore } from './score.tsx'

/** The catalogue of lessons, or the lesson that is being taken. */
export default function LessonsPane() {
  const words = useWords().page.lessons
  const lesson = useLesson()
  return (
    <Pane
      title={words.title}
      pane="lessons"
      aside={lesson !== null && !lesson.isWithoutCause && <LessonScore lesson={lesson} />}
    >
      {lesson === null ? <Catalogue /> : <Player lesson={lesson} />}
    </Pane>
  )
}
