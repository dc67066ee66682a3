import { Check, Eye } from 'lucide-react'
import { useId } from 'react'
import type { LessonView, QuestionView } from '#contract'
import { revealAnswer, useAction } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { useWords } from '../words/words.ts'
import { ChooseAnswer, DoAnswer, EvidenceAnswer, WriteAnswer } from './answers.tsx'
import { HintList } from './hints.tsx'

/** One question: its heading always, what to do about it while it is open, and what there is to know once it is done. */
export function Question({
  question,
  number,
  count,
  lesson,
}: {
  question: QuestionView
  /** Its place, from 1. */
  number: number
  count: number
  lesson: LessonView
}) {
  const { player } = useWords().page.lessons
  const id = useId()
  const { earned, kind, points, state, text } = question
  const isPartial = state === 'done' && points > 0 && earned !== points
  return (
    <li className="question" data-state={state} aria-labelledby={id}>
      <header className="question-head">
        <span className="question-number tabular" data-partial={isPartial}>
          {state === 'done' && !isPartial ? <Check size={12} strokeWidth={3} aria-hidden /> : number}
          <span className="visually-hidden">
            {state === 'done' ? player.done : player.question(number, count)}
          </span>
        </span>
        {state === 'ahead' ? (
          <h3 id={id}>{player.kinds[kind]}</h3>
        ) : (
          <h3 id={id} lang={lesson.language}>
            <PeopleText text={text} />
          </h3>
        )}
        <span className={state === 'ahead' ? 'visually-hidden' : 'hint tabular question-points'}>
          {state === 'ahead'
            ? player.ahead
            : earned !== null && points > 0
              ? player.earned(earned, points)
              : player.worth(points)}
        </span>
      </header>
      {state === 'open' && <Open question={question} lesson={lesson} />}
      {state === 'done' && <Done question={question} lesson={lesson} />}
    </li>
  )
}

/** What the answer was, and why. The question that was done last is unfolded: there is something to read. */
function Done({ question, lesson }: { question: QuestionView; lesson: LessonView }) {
  const { player } = useWords().page.lessons
  const { explanation, id, isRevealed, kind } = question
  const right =
    kind === 'choose'
      ? question.choices.find(({ verdict }) => verdict === 'right')
      : lesson.notebook.find((entry) => entry.question === id && entry.verdict === 'right')
  const isLast = lesson.questions.findLast(({ state }) => state === 'done')?.id === id
  if (kind === 'write') {
    return (
      <div className="question-body">
        <WriteAnswer question={question} />
      </div>
    )
  }
  if (!isRevealed && right === undefined && explanation === null) return null
  return (
    <details className="question-done" open={isLast}>
      <summary>{player.why}</summary>
      {isRevealed && <p className="hint">{player.revealed}</p>}
      <div lang={lesson.language}>
        {right !== undefined && (
          <p className="right-answer">
            <PeopleText text={right.text} />
          </p>
        )}
        {[right?.why ?? null, explanation].map(
          (text) =>
            text !== null && (
              <p key={text}>
                <PeopleText text={text} />
              </p>
            ),
        )}
      </div>
    </details>
  )
}

function Open({ question, lesson }: { question: QuestionView; lesson: LessonView }) {
  const { hints, language, notebook } = lesson
  return (
    <div className="question-body">
      <Answer question={question} lesson={lesson} tried={notebook} />
      <HintList hints={hints.filter((hint) => hint.question === question.id)} language={language} />
      {question.kind !== 'write' && <RevealButton question={question.id} />}
    </div>
  )
}

function Answer({
  question,
  lesson,
  tried,
}: {
  question: QuestionView
  lesson: LessonView
  tried: LessonView['notebook']
}) {
  switch (question.kind) {
    case 'choose':
      return <ChooseAnswer question={question} language={lesson.language} />
    case 'evidence':
      return (
        <EvidenceAnswer
          question={question}
          offered={tried.filter((entry) => entry.question === question.id)}
        />
      )
    case 'do':
      return <DoAnswer question={question} language={lesson.language} />
    case 'write':
      return <WriteAnswer question={question} />
  }
}

/** The way out for somebody who is stuck. */
function RevealButton({ question }: { question: string }) {
  const { label, obstacle, perform } = useAction(revealAnswer, { question })
  return (
    <button
      type="button"
      className="button quiet question-reveal"
      disabled={obstacle !== null}
      onClick={perform}
    >
      <Eye size={13} aria-hidden />
      {label}
    </button>
  )
}
