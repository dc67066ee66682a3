import { useEffect, useRef, useState } from 'react'
import type { LessonView } from '#contract'
import { finishLesson, offerProof, takeNote, useAction, usePerform } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { scrollToTop } from '../controls/scroll-within.ts'
import { draggedEvidence, isEvidenceDrag } from '../store/evidence-drag.ts'
import { rememberResult } from '../store/lessons.ts'
import { useWords } from '../words/words.ts'
import { Debrief } from './debrief.tsx'
import { HintList } from './hints.tsx'
import { Notebook } from './notebook.tsx'
import { Question } from './question.tsx'

/** The lesson that is being taken, from what the trainee is told to the debrief. */
export function Player({ lesson }: { lesson: LessonView }) {
  const { debrief } = useWords().page.lessons
  const { finishedAt, isWithoutCause } = lesson
  useEffect(() => {
    if (finishedAt !== null && !isWithoutCause) rememberResult(lesson)
  }, [finishedAt, isWithoutCause, lesson])
  if (isWithoutCause) {
    return (
      <div className="lesson-scroll">
        <Letter lesson={lesson} />
        <p className="lesson-note">{debrief.withoutCauseText}</p>
      </div>
    )
  }
  return lesson.debrief === null ? (
    <Taking lesson={lesson} />
  ) : (
    <Debrief lesson={lesson} debrief={lesson.debrief} />
  )
}

function Taking({ lesson }: { lesson: LessonView }) {
  const { player } = useWords().page.lessons
  const perform = usePerform()
  const [isOver, setOver] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const { hints, introduction, language, questions } = lesson
  const open = questions.find(({ state }) => state === 'open')?.id
  // What comes next is brought into sight once the question before it is done; at first the letter is.
  const shown = useRef(questions[0]?.id)
  useEffect(() => {
    if (shown.current === open) return
    shown.current = open
    const next = scroller.current?.querySelector('[data-state=open]') ?? null
    if (scroller.current !== null && next !== null) scrollToTop(scroller.current, next)
  }, [open])
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: menu and key do the same as dropping */}
      <div
        ref={scroller}
        className="lesson-scroll"
        data-drop={isOver}
        onDragOver={(drag) => {
          if (!isEvidenceDrag(drag.dataTransfer)) return
          drag.preventDefault()
          setOver(true)
        }}
        onDragLeave={(drag) => {
          if (!(drag.relatedTarget instanceof Node && drag.currentTarget.contains(drag.relatedTarget)))
            setOver(false)
        }}
        onDrop={(drag) => {
          setOver(false)
          const item = draggedEvidence(drag.dataTransfer)
          if (item === null) return
          drag.preventDefault()
          const target = drag.target instanceof Element ? drag.target : null
          const question = target?.closest<HTMLElement>('[data-proof-of]')?.dataset.proofOf
          if (question === undefined) void perform(takeNote, { item })
          else void perform(offerProof, { item, question })
        }}
      >
        {lesson.restartedAt !== null && <Restarted />}
        <Letter lesson={lesson} />
        {introduction !== null && (
          <p className="lesson-note" lang={language}>
            <PeopleText text={introduction} />
          </p>
        )}
        <ol className="question-list" aria-label={player.questions}>
          {questions.map((question, index) => (
            <Question
              key={question.id}
              question={question}
              number={index + 1}
              count={questions.length}
              lesson={lesson}
            />
          ))}
        </ol>
        <HintList hints={hints.filter(({ question }) => question === null)} language={language} />
        <Notebook lesson={lesson} />
      </div>
      <Foot isOver={open === undefined} />
    </>
  )
}

/** Tells what is still there, and what is not, after the lab of the lesson has ended by itself. */
function Restarted() {
  const { player } = useWords().page.lessons
  return (
    <p className="lesson-note" role="status">
      {player.restarted}
    </p>
  )
}

/** The symptom, in the words of the person who complains. */
function Letter({ lesson }: { lesson: LessonView }) {
  const { player } = useWords().page.lessons
  const { language, told } = lesson
  return (
    <figure className="letter" aria-label={player.letter}>
      <figcaption>
        <strong lang={language}>
          <PeopleText text={told.who} />
        </strong>
        <span className="hint" lang={language}>
          {told.when}
        </span>
      </figcaption>
      <blockquote lang={language}>
        <PeopleText text={told.symptom} />
      </blockquote>
    </figure>
  )
}

function Foot({ isOver }: { isOver: boolean }) {
  const { player } = useWords().page.lessons
  const { label, obstacle, perform } = useAction(finishLesson, undefined)
  return (
    <footer className="lesson-foot" data-over={isOver}>
      {isOver && (
        <p role="status">
          <strong>{player.over}</strong> {player.overText}
        </p>
      )}
      <button
        type="button"
        className={isOver ? 'button primary' : 'button quiet'}
        disabled={obstacle !== null}
        title={obstacle ?? undefined}
        onClick={perform}
      >
        {label}
      </button>
    </footer>
  )
}
