import './debrief.css'
import { Check, Milestone } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { DebriefView, LessonEntry, LessonView } from '#contract'
import { explainPane, leave, showMoment, showWithoutCause, startLesson, useAction } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { readLessons, useLessons } from '../store/lessons.ts'
import { usePreferences } from '../store/preferences.ts'
import { preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { nextLesson } from './catalogue-order.ts'
import { useMinutes } from './use-minutes.ts'

/** What it was: the result, the cause, the moment that decided, and what is known of it. */
export function Debrief({ lesson, debrief }: { lesson: LessonView; debrief: DebriefView }) {
  const words = useWords().page.lessons.debrief
  const title = useRef<HTMLHeadingElement>(null)
  const { language, resultProblem } = lesson
  // What was pressed is gone; whoever listens hears where they are.
  useEffect(() => title.current?.focus({ preventScroll: true }), [])
  return (
    <div className="lesson-scroll debrief">
      <h3 ref={title} tabIndex={-1} className="debrief-title">
        {words.title}
      </h3>
      <Result lesson={lesson} />
      {resultProblem !== null && <p className="lesson-problem">{words.notWritten(resultProblem)}</p>}
      <Part title={words.cause} text={debrief.cause} language={language} />
      <section className="debrief-part">
        <h4>{words.moment}</h4>
        <p lang={language}>
          {debrief.moment.at !== null && <time className="tabular">{preciseTime(debrief.moment.at)} </time>}
          <PeopleText text={debrief.moment.text} />
        </p>
        <MomentButton />
      </section>
      <Part title={words.lookFirst} text={debrief.lookFirst} language={language} />
      <Answers lesson={lesson} />
      <Facts facts={debrief.facts} language={language} />
      <GoOn lesson={lesson} canBeWithoutCause={debrief.canBeWithoutCause} />
    </div>
  )
}

function Part({ title, text, language }: { title: string; text: string; language: LessonView['language'] }) {
  return (
    <section className="debrief-part">
      <h4>{title}</h4>
      <p lang={language}>
        <PeopleText text={text} />
      </p>
    </section>
  )
}

/** The points, and how they came about; no judgement beyond them. */
function Result({ lesson }: { lesson: LessonView }) {
  const words = useWords().page.lessons.debrief
  const { hints, score } = lesson
  const minutes = useMinutes(lesson)
  const share = score.most === 0 ? 1 : score.earned / score.most
  const taken = hints.filter(({ text }) => text !== null).length
  return (
    <section className="lesson-result">
      <h4 className="result-points tabular">{words.result(score.earned, score.most)}</h4>
      <meter
        className="result-meter"
        min={0}
        max={score.most}
        value={score.earned}
        aria-label={words.title}
      />
      <p>{share === 1 ? words.all : share >= 0.6 ? words.most : words.some}</p>
      <p className="hint tabular">
        {words.took(minutes)}, {words.hintsTaken(taken, score.paid)}
      </p>
    </section>
  )
}

function MomentButton() {
  const { label, obstacle, perform } = useAction(showMoment, undefined)
  return obstacle === null ? (
    <button type="button" className="button" onClick={perform}>
      <Milestone size={14} aria-hidden />
      {label}
    </button>
  ) : (
    <p className="hint">{obstacle}</p>
  )
}

function Answers({ lesson }: { lesson: LessonView }) {
  const { debrief, player } = useWords().page.lessons
  return (
    <details className="debrief-part">
      <summary>{debrief.yourAnswers}</summary>
      <ol className="debrief-answers">
        {lesson.questions.map((question) => {
          const { earned, explanation, id, points, text } = question
          return (
            <li key={id} lang={lesson.language}>
              <p>
                <strong>
                  <PeopleText text={text} />
                </strong>{' '}
                {points > 0 && <span className="hint tabular">{player.earned(earned ?? 0, points)}</span>}
              </p>
              {question.kind === 'write' && question.written !== null && (
                <blockquote>
                  <PeopleText text={question.written} />
                </blockquote>
              )}
              {question.kind === 'choose' && <RightChoice choices={question.choices} />}
              {explanation !== null && (
                <p>
                  <PeopleText text={explanation} />
                </p>
              )}
            </li>
          )
        })}
      </ol>
    </details>
  )
}

function RightChoice({ choices }: { choices: readonly { text: string; verdict: string | null }[] }) {
  const right = choices.find(({ verdict }) => verdict === 'right')
  return right === undefined ? null : (
    <p className="right-choice">
      <Check size={12} strokeWidth={3} aria-hidden /> <PeopleText text={right.text} />
    </p>
  )
}

function Facts({ facts, language }: { facts: DebriefView['facts']; language: LessonView['language'] }) {
  const words = useWords().page.lessons.debrief
  const explain = useAction(explainPane, { pane: 'lessons' })
  if (facts.length === 0) return null
  return (
    <section className="debrief-part">
      <h4>{words.facts}</h4>
      <ul className="fact-list">
        {facts.map(({ from, source, text }) => (
          <li key={text} lang={language}>
            <PeopleText text={text} />{' '}
            <span className="fact-source" data-source={source} title={words.sourceMeanings[source]}>
              {words.sources[source]}
            </span>{' '}
            <cite className="hint">{from}</cite>
          </li>
        ))}
      </ul>
      <button type="button" className="text-button" onClick={explain.perform}>
        {words.factsHint}
      </button>
    </section>
  )
}

/** Where one can go from here. */
function GoOn({ lesson, canBeWithoutCause }: { lesson: LessonView; canBeWithoutCause: boolean }) {
  const { actions } = useWords().page.lessons
  const entries = useLessons((state) => state.entries)
  const results = usePreferences((state) => state.lessonResults)
  const next = nextLesson(entries, results, lesson)
  const without = useAction(showWithoutCause, undefined)
  const all = useAction(leave, undefined)
  // The page may have been loaded in the middle of the lesson.
  useEffect(() => {
    if (useLessons.getState().entries.length === 0) void readLessons()
  }, [])
  return (
    <div className="go-on">
      {canBeWithoutCause && (
        <button
          type="button"
          className="button"
          disabled={without.obstacle !== null}
          onClick={without.perform}
        >
          {without.label}
        </button>
      )}
      <button type="button" className="button" onClick={all.perform}>
        {actions.all}
      </button>
      {next !== null && <NextButton lesson={next} />}
    </div>
  )
}

function NextButton({ lesson }: { lesson: LessonEntry }) {
  const { actions } = useWords().page.lessons
  const { obstacle, perform } = useAction(startLesson, { lesson })
  return (
    <button type="button" className="button primary" disabled={obstacle !== null} onClick={perform}>
      {actions.next(lesson.title)}
    </button>
  )
}
