import './lessons.css'
import { Suspense } from 'react'
import { Pane } from '../panes/pane.tsx'
import { lazyPart } from '../store/lazy-part.tsx'
import { useLesson } from '../store/lesson.ts'
import { useLessonDraft } from '../store/lesson-draft.ts'
import { useWords } from '../words/words.ts'
import { Catalogue } from './catalogue.tsx'
import { Player } from './player.tsx'
import { LessonScore } from './score.tsx'

// Only trainers need it, and what reads and writes YAML with it.
const DraftForm = lazyPart(() => import('./draft-form.tsx'))

/** The catalogue of lessons, or the lesson that is being taken. */
export default function LessonsPane() {
  const words = useWords().page.lessons
  const lesson = useLesson()
  const isMaking = useLessonDraft((state) => state.isOpen)
  return (
    <Pane
      title={words.title}
      pane="lessons"
      aside={lesson !== null && !lesson.isWithoutCause && <LessonScore lesson={lesson} />}
    >
      {lesson !== null ? (
        <Player lesson={lesson} />
      ) : isMaking ? (
        <Suspense fallback={null}>
          <DraftForm />
        </Suspense>
      ) : (
        <Catalogue />
      )}
    </Pane>
  )
}
