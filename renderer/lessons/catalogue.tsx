import { Check, GraduationCap } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { type LessonEntry, lessonAreas, lessonLevels, lessonLimits } from '#contract'
import { importLesson, LabelledButton, makeLesson, startLesson, useAction } from '../actions/index.ts'
import { SearchField } from '../controls/search-field.tsx'
import { readLessons, useLessons } from '../store/lessons.ts'
import { prefer, usePreferences } from '../store/preferences.ts'
import { useIsReadOnly } from '../store/read-only.ts'
import { seatOfPage } from '../store/seat.ts'
import { useWords } from '../words/words.ts'
import { bestOf, isFound, nextLesson } from './catalogue-order.ts'

/** All lessons by area and level, with what has been achieved. */
export function Catalogue() {
  const words = useWords()
  const { catalogue } = words.page.lessons
  const { entries, isRead, starting } = useLessons()
  const results = usePreferences((state) => state.lessonResults)
  const trainee = usePreferences((state) => state.trainee)
  const [text, setText] = useState('')
  const isReadOnly = useIsReadOnly()
  // The words change with the language, and so do the lessons.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another name or another language is another list
  useEffect(() => {
    void readLessons()
  }, [words, trainee])
  if (starting !== null) {
    return (
      <div className="empty" role="status">
        <p className="empty-title">{catalogue.starting(starting)}</p>
      </div>
    )
  }
  if (entries.length === 0) return <Nothing isRead={isRead} />
  const done = entries.filter((entry) => bestOf(entry, results) !== null).length
  const found = entries.filter((entry) => isFound(entry, text))
  return (
    <section className="lesson-scroll" tabIndex={isReadOnly ? 0 : undefined}>
      {done === 0 ? <Welcome first={nextLesson(entries, results, null)} /> : null}
      <div className="lesson-tools">
        {entries.length > 6 && (
          <SearchField className="lesson-search" name={catalogue.find} value={text} onSearch={setText} />
        )}
        {done > 0 && <span className="hint tabular">{catalogue.progress(done, entries.length)}</span>}
      </div>
      {found.length === 0 && <p className="empty-line">{catalogue.nobody}</p>}
      {lessonAreas.map((area) => (
        <Area
          key={area}
          title={words.page.lessons.areas[area]}
          entries={byLevel(found.filter((entry) => entry.area === area))}
        />
      ))}
      {seatOfPage() === null && <Trainee />}
      {seatOfPage() === null && <ForTrainers />}
    </section>
  )
}

function byLevel(entries: readonly LessonEntry[]): readonly LessonEntry[] {
  const rank = ({ level }: LessonEntry) => lessonLevels.indexOf(level)
  return entries.toSorted((one, other) => rank(one) - rank(other) || one.minutes - other.minutes)
}

function Nothing({ isRead }: { isRead: boolean }) {
  const { catalogue } = useWords().page.lessons
  return (
    <div className="empty" role="status">
      <GraduationCap size={26} aria-hidden />
      <p className="empty-title">{isRead ? catalogue.none : catalogue.reading}</p>
      {isRead && <p>{catalogue.noneHint}</p>}
      {isRead && seatOfPage() === null && <ForTrainers />}
    </div>
  )
}

/** For somebody who has finished none: what a lesson is, and with which to begin. */
function Welcome({ first }: { first: LessonEntry | null }) {
  const { catalogue } = useWords().page.lessons
  return (
    <section className="lesson-welcome">
      <h3>{catalogue.welcome}</h3>
      <p>{catalogue.about}</p>
      {first !== null && <BeginButton lesson={first} />}
    </section>
  )
}

function BeginButton({ lesson }: { lesson: LessonEntry }) {
  const { catalogue } = useWords().page.lessons
  const { obstacle, perform } = useAction(startLesson, { lesson })
  return (
    <button
      type="button"
      className="button primary"
      disabled={obstacle !== null}
      title={obstacle ?? undefined}
      onClick={perform}
    >
      {catalogue.begin(lesson.title)}
    </button>
  )
}

function Area({ title, entries }: { title: string; entries: readonly LessonEntry[] }) {
  const id = useId()
  if (entries.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="lesson-area">
        {title}
      </h3>
      <ul className="lesson-list">
        {entries.map((lesson) => (
          <Entry key={lesson.id} lesson={lesson} />
        ))}
      </ul>
    </section>
  )
}

function Entry({ lesson }: { lesson: LessonEntry }) {
  const { catalogue, levels } = useWords().page.lessons
  const results = usePreferences((state) => state.lessonResults)
  const best = bestOf(lesson, results)
  const args = { lesson, isAgain: best !== null }
  const { obstacle } = useAction(startLesson, args)
  return (
    <li className="lesson-entry" data-done={best !== null}>
      <span className="lesson-mark">
        {best !== null && <Check size={13} strokeWidth={3} aria-hidden />}
        <span className="visually-hidden">
          {best === null ? catalogue.notYet : catalogue.best(best.earned, best.most)}
        </span>
      </span>
      <div className="lesson-about">
        <strong>{lesson.title}</strong>
        <p className="hint tabular">
          {catalogue.facts(levels[lesson.level], lesson.minutes)}
          {best !== null && ` · ${catalogue.best(best.earned, best.most)}`}
        </p>
        {lesson.problem !== null && <p className="lesson-problem">{obstacle}</p>}
      </div>
      <LabelledButton action={startLesson} args={args} about={lesson.title} />
    </li>
  )
}

/** Making and importing, where nobody who learns stumbles over them. */
function ForTrainers() {
  return (
    <div className="lesson-trainer">
      <LabelledButton action={makeLesson} args={undefined} look="quiet" />
      <LabelledButton action={importLesson} args={undefined} look="quiet" />
    </div>
  )
}

/** Under whose name results are kept. Read when the field is left, so that the list is not read at each letter. */
function Trainee() {
  const { catalogue } = useWords().page.lessons
  const trainee = usePreferences((state) => state.trainee)
  return (
    <label className="lesson-trainee">
      <span>{catalogue.trainee}</span>
      <input
        className="field"
        defaultValue={trainee}
        maxLength={lessonLimits.trainee}
        autoComplete="name"
        onBlur={(left) => prefer({ trainee: left.currentTarget.value.trim() })}
        onKeyDown={(press) => press.key === 'Enter' && press.currentTarget.blur()}
      />
      <span className="hint">{catalogue.traineeHint}</span>
    </label>
  )
}
