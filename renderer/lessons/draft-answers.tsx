import { useEffect, useMemo, useState } from 'react'
import { factSources } from '#contract'
import { LabelledButton, pickProof } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { runOn } from '../store/lab.tsx'
import { draft, type LessonDraft, useLessonDraft } from '../store/lesson-draft.ts'
import { questionsOf } from '../store/opened-lesson.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { useWords } from '../words/words.ts'
import {
  AddButton,
  ChoiceField,
  changed,
  NumberField,
  Part,
  RemoveButton,
  TextField,
} from './draft-fields.tsx'

const mostWrong = 8
const mostHints = 20
const mostFacts = 10

/** The cause, and causes that it might be. */
export function CausePart() {
  const { cause: words } = useWords().page.makeLesson
  const { question, right, wrong } = useLessonDraft((state) => state.draft)
  return (
    <Part title={words.title}>
      <TextField
        label={words.question}
        hint={words.questionHint}
        value={question}
        onChange={(text) => draft({ question: text })}
      />
      <div className="draft-choice">
        <TextField
          label={words.right}
          rows={2}
          value={right.text}
          onChange={(text) => draft({ right: { ...right, text } })}
        />
        <TextField
          label={words.rightBecause}
          rows={2}
          value={right.because}
          onChange={(because) => draft({ right: { ...right, because } })}
        />
      </div>
      {wrong.map(({ text, because }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields are the same whatever answer stands in them
        <div key={index} className="draft-choice">
          <div className="draft-with-button">
            <TextField
              label={words.wrong(index + 1)}
              rows={2}
              value={text}
              onChange={(typed) => draft({ wrong: changed(wrong, index, { text: typed }) })}
            />
            <RemoveButton
              what={words.wrong(index + 1)}
              onPress={() => draft({ wrong: changed(wrong, index, null) })}
            />
          </div>
          <TextField
            label={words.wrongBecause(index + 1)}
            rows={2}
            value={because}
            onChange={(typed) => draft({ wrong: changed(wrong, index, { because: typed }) })}
          />
        </div>
      ))}
      {wrong.length < mostWrong && (
        <div className="draft-buttons">
          <AddButton
            what={words.wrong(wrong.length + 1)}
            onPress={() => draft({ wrong: [...wrong, { text: '', because: '' }] })}
          />
          <IssueCauses />
        </div>
      )}
    </Part>
  )
}

/** Causes of the library's field issues: plausible ones need not be thought up. */
function IssueCauses() {
  const { cause: words } = useWords().page.makeLesson
  const own = useOtherLab((state) => state.own)
  const [causes, setCauses] = useState<readonly { id: string; cause: string }[]>([])
  useEffect(() => {
    let isShown = true
    // The library is that of the window's own lab: a history that is shown has none.
    if (own === null) return
    void runOn(own)(words.fromIssues, 'demo.list', {}).then((entries) => {
      if (isShown) {
        setCauses((entries ?? []).flatMap(({ id, cause }) => (cause === null ? [] : [{ id, cause }])))
      }
    })
    return () => {
      isShown = false
    }
  }, [own, words.fromIssues])
  if (causes.length === 0) return null
  return (
    <select
      className="field draft-issues"
      aria-label={words.fromIssues}
      value=""
      onChange={({ currentTarget: { value } }) => {
        const found = causes.find(({ id }) => id === value)
        if (found === undefined) return
        const { wrong } = useLessonDraft.getState().draft
        const free = wrong.findIndex(({ text }) => text.trim() === '')
        const answer = { text: found.cause, because: '' }
        draft({ wrong: free < 0 ? [...wrong, answer].slice(0, mostWrong) : changed(wrong, free, answer) })
      }}
    >
      <option value="">{words.fromIssues}</option>
      {causes.map(({ id, cause }) => (
        <option key={id} value={id} lang="en">
          {cause}
        </option>
      ))}
    </select>
  )
}

/** What proves the cause, by pointing at it. */
export function EvidencePart() {
  const { lessons, makeLesson } = useWords().page
  const words = makeLesson.evidence
  const { evidence } = useLessonDraft((state) => state.draft)
  const { accept } = evidence
  return (
    <Part title={words.title}>
      {accept.length === 0 && <p className="hint">{words.none}</p>}
      {accept.map(({ because, kind, shown }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields are the same whatever proof stands in them
        <div key={index} className="draft-choice">
          <div className="draft-with-button">
            <p>
              <strong>{lessons.notebook.kinds[kind]}</strong> <PeopleText text={shown} />
            </p>
            <RemoveButton
              what={shown}
              onPress={() => draft({ evidence: { ...evidence, accept: changed(accept, index, null) } })}
            />
          </div>
          <TextField
            label={words.because}
            rows={2}
            value={because}
            onChange={(typed) =>
              draft({ evidence: { ...evidence, accept: changed(accept, index, { because: typed }) } })
            }
          />
        </div>
      ))}
      <div className="draft-buttons">
        <LabelledButton action={pickProof} args={undefined} />
      </div>
      {accept.length > 0 && (
        <>
          <TextField
            label={words.question}
            hint={words.questionHint}
            value={evidence.text}
            onChange={(text) => draft({ evidence: { ...evidence, text } })}
          />
          <TextField
            label={words.otherwise}
            hint={words.otherwiseHint}
            rows={2}
            value={evidence.otherwise}
            onChange={(otherwise) => draft({ evidence: { ...evidence, otherwise } })}
          />
        </>
      )}
    </Part>
  )
}

/** The questions that a hint can help with, by their IDs; empty: any. */
function useHintQuestions({ evidence, opened, question, repair }: LessonDraft): Record<string, string> {
  const { hints: words } = useWords().page.makeLesson
  const known = useMemo(() => (opened === null ? null : questionsOf(opened)), [opened])
  if (known !== null) return { '': words.any, ...known }
  return {
    '': words.any,
    ...(evidence.accept.length === 0 ? {} : { proof: evidence.text || words.proof }),
    cause: question || words.cause,
    ...(repair.text.trim() === '' ? {} : { cure: repair.text }),
  }
}

export function HintsPart() {
  const { hints: words } = useWords().page.makeLesson
  const now = useLessonDraft((state) => state.draft)
  const { hints } = now
  const questions = useHintQuestions(now)
  return (
    <Part title={words.title}>
      {hints.map(({ price, question, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields are the same whatever hint stands in them
        <div key={index} className="draft-with-button">
          <TextField
            label={words.text(index + 1)}
            rows={2}
            value={text}
            onChange={(typed) => draft({ hints: changed(hints, index, { text: typed }) })}
          />
          <ChoiceField
            label={words.question(index + 1)}
            isLabelHidden
            value={question}
            values={Object.keys(questions)}
            words={questions}
            onChange={(chosen) => draft({ hints: changed(hints, index, { question: chosen }) })}
          />
          <NumberField
            label={words.price(index + 1)}
            isLabelHidden
            value={price}
            most={100}
            onChange={(typed) => draft({ hints: changed(hints, index, { price: typed }) })}
          />
          <RemoveButton
            what={words.text(index + 1)}
            onPress={() => draft({ hints: changed(hints, index, null) })}
          />
        </div>
      ))}
      {hints.length < mostHints && (
        <div className="draft-buttons">
          <AddButton
            what={words.text(hints.length + 1)}
            onPress={() => draft({ hints: [...hints, { text: '', price: 2, question: '' }] })}
          />
        </div>
      )}
    </Part>
  )
}

/** What is told once the lesson is over. */
export function DebriefPart() {
  const { lessons, makeLesson } = useWords().page
  const words = makeLesson.debrief
  const { asksForSentence, cause, facts, lookFirst, moment } = useLessonDraft((state) => state.draft)
  return (
    <Part title={words.title}>
      <label className="draft-check">
        <input
          type="checkbox"
          checked={asksForSentence}
          onChange={({ currentTarget: { checked } }) => draft({ asksForSentence: checked })}
        />
        {words.sentence}
      </label>
      <TextField label={words.cause} rows={3} value={cause} onChange={(typed) => draft({ cause: typed })} />
      <TextField
        label={words.moment}
        rows={2}
        value={moment}
        onChange={(typed) => draft({ moment: typed })}
      />
      <TextField
        label={words.lookFirst}
        rows={2}
        value={lookFirst}
        onChange={(typed) => draft({ lookFirst: typed })}
      />
      <h4>{words.facts}</h4>
      {facts.map(({ from, source, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields are the same whatever fact stands in them
        <div key={index} className="draft-choice">
          <div className="draft-with-button">
            <TextField
              label={words.fact(index + 1)}
              rows={2}
              value={text}
              onChange={(typed) => draft({ facts: changed(facts, index, { text: typed }) })}
            />
            <RemoveButton
              what={words.fact(index + 1)}
              onPress={() => draft({ facts: changed(facts, index, null) })}
            />
          </div>
          <div className="draft-row">
            <ChoiceField
              label={words.source(index + 1)}
              value={source}
              values={factSources}
              words={lessons.debrief.sources}
              onChange={(chosen) => draft({ facts: changed(facts, index, { source: chosen }) })}
            />
            <TextField
              label={words.from(index + 1)}
              value={from}
              onChange={(typed) => draft({ facts: changed(facts, index, { from: typed }) })}
            />
          </div>
        </div>
      ))}
      {facts.length < mostFacts && (
        <div className="draft-buttons">
          <AddButton
            what={words.fact(facts.length + 1)}
            onPress={() => draft({ facts: [...facts, { text: '', source: 'stated', from: '' }] })}
          />
        </div>
      )}
    </Part>
  )
}
