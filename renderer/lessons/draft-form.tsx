import './draft.css'
import { ArrowLeft } from 'lucide-react'
import { useId } from 'react'
import { lessonAreas, lessonLevels } from '#contract'
import {
  checkDraft,
  exportDraft,
  LabelledButton,
  openLesson,
  previewDraft,
  saveDraft,
  startOver,
  takeOpenedBundle,
  takeScenarioFile,
  takeWhatHappened,
  usePerform,
} from '../actions/index.ts'
import { draft, maySayHidden, openDraft, useLessonDraft } from '../store/lesson-draft.ts'
import { scenarioSteps } from '../store/lesson-source.ts'
import { useLessons } from '../store/lessons.ts'
import { usePast } from '../store/past.ts'
import { useWords } from '../words/words.ts'
import { CausePart, DebriefPart, EvidencePart, HintsPart } from './draft-answers.tsx'
import { ChoiceField, NumberField, Part, TextField } from './draft-fields.tsx'
import { fieldOf } from './draft-problem.ts'
import { RepairPart } from './draft-repair.tsx'

type SomeAction = typeof checkDraft

/** Where a trainer makes a lesson of what has happened, from above to below. */
export default function DraftForm() {
  const words = useWords().page.makeLesson
  return (
    <div className="lesson-scroll draft">
      <header className="draft-head">
        <button type="button" className="button quiet" onClick={() => openDraft(false)}>
          <ArrowLeft size={13} aria-hidden />
          {words.back}
        </button>
        <OpenLesson />
        <Press action={startOver} isQuiet />
      </header>
      <h3 className="draft-title">{words.title}</h3>
      <p className="hint">{words.about}</p>
      <HappenedPart />
      <ToldPart />
      <CausePart />
      <EvidencePart />
      <RepairPart />
      <HintsPart />
      <DebriefPart />
      <FinishPart />
    </div>
  )
}

/** Opens a lesson of the catalogue in the form. */
function OpenLesson() {
  const { makeLesson } = useWords().page
  const entries = useLessons((state) => state.entries)
  const perform = usePerform()
  return (
    <select
      className="field"
      aria-label={makeLesson.actions.openLessonIn}
      value=""
      onChange={({ currentTarget: { value } }) => {
        const lesson = entries.find(({ id }) => id === value)
        if (lesson !== undefined) void perform(openLesson, { lesson })
      }}
    >
      <option value="">{makeLesson.actions.openLessonIn}</option>
      {entries.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
}

/** A button of an action. */
function Press({
  action,
  isPrimary = false,
  isQuiet = false,
}: {
  action: SomeAction
  isPrimary?: boolean
  isQuiet?: boolean
}) {
  // Whether it can be done depends on what is filled in.
  useLessonDraft()
  return (
    <LabelledButton
      action={action}
      args={undefined}
      look={isPrimary ? 'primary' : isQuiet ? 'quiet' : undefined}
    />
  )
}

/** The scenario, and which of its steps brings the symptom about. */
function HappenedPart() {
  const { happened } = useWords().page.makeLesson
  const group = useId()
  const { scenario, causeStep } = useLessonDraft((state) => state.draft)
  const hasBundle = usePast(({ bundle }) => bundle !== null)
  const isTaking = useLessonDraft(({ busy }) => busy === 'taking')
  const steps = scenario === '' ? [] : scenarioSteps(scenario)
  return (
    <Part title={happened.title} hint={happened.about}>
      <div className="draft-buttons">
        {hasBundle ? (
          <Press action={takeOpenedBundle} isPrimary={scenario === ''} />
        ) : (
          <Press action={takeWhatHappened} isPrimary={scenario === ''} />
        )}
        <Press action={takeScenarioFile} />
      </div>
      {isTaking && <p role="status">{happened.taking}</p>}
      {steps.length > 0 && (
        <fieldset className="draft-steps">
          <legend>
            {happened.causeStep} <span className="hint">{happened.steps(steps.length)}</span>
          </legend>
          {[{ place: null, text: happened.noCause }, ...steps].map(({ place, text }) => (
            <label key={place ?? 'none'}>
              <input
                type="radio"
                name={group}
                checked={causeStep === place}
                onChange={() => draft({ causeStep: place })}
              />
              {place === null ? <span>{text}</span> : <code>{text}</code>}
            </label>
          ))}
        </fieldset>
      )}
    </Part>
  )
}

function ToldPart() {
  const { lessons, makeLesson } = useWords().page
  const words = makeLesson.told
  const now = useLessonDraft((state) => state.draft)
  return (
    <Part title={words.title}>
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={now.title}
        onChange={(title) => draft({ title })}
      />
      <TextField
        label={words.symptom}
        rows={4}
        value={now.symptom}
        onChange={(symptom) => draft({ symptom })}
      />
      <TextField label={words.who} hint={words.whoHint} value={now.who} onChange={(who) => draft({ who })} />
      <TextField
        label={words.when}
        hint={words.whenHint}
        value={now.when}
        onChange={(when) => draft({ when })}
      />
      <div className="draft-row">
        <ChoiceField
          label={words.level}
          value={now.level}
          values={lessonLevels}
          words={lessons.levels}
          onChange={(level) => draft({ level })}
        />
        <ChoiceField
          label={words.area}
          value={now.area}
          values={lessonAreas}
          words={lessons.areas}
          onChange={(area) => draft({ area })}
        />
        <NumberField
          label={words.minutes}
          value={now.minutes}
          least={1}
          most={240}
          onChange={(minutes) => draft({ minutes })}
        />
      </div>
      <fieldset className="draft-hidden">
        <legend>{words.hidden}</legend>
        {maySayHidden.map((part) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={now.hidden.includes(part)}
              onChange={({ currentTarget: { checked } }) => {
                const others = now.hidden.filter((one) => one !== part)
                draft({ hidden: checked ? [...others, part] : others })
              }}
            />
            {lessons.parts[part]}
          </label>
        ))}
      </fieldset>
    </Part>
  )
}

/** Checks it by taking it, and keeps it. */
function FinishPart() {
  const { page } = useWords()
  const { finish } = page.makeLesson
  const problems = useLessonDraft((state) => state.problems)
  const isChecking = useLessonDraft(({ busy }) => busy === 'checking')
  return (
    <Part title={finish.title}>
      <div className="draft-buttons">
        <Press action={checkDraft} isPrimary={problems?.length !== 0} />
        <Press action={previewDraft} isPrimary={problems?.length === 0} />
        <Press action={saveDraft} />
        <Press action={exportDraft} />
      </div>
      {isChecking && <p role="status">{finish.checking}</p>}
      {problems?.length === 0 && (
        <p className="draft-good" role="status">
          {finish.good}
        </p>
      )}
      {problems !== null && problems.length > 0 && (
        <div role="status">
          <p>{finish.problems}</p>
          <ul className="draft-problems">
            {problems.slice(0, 20).map(({ keyPath, line, text }) => (
              <li key={`${keyPath} ${line} ${text}`}>{finish.problem(fieldOf(page, keyPath), text)}</li>
            ))}
          </ul>
        </div>
      )}
    </Part>
  )
}
