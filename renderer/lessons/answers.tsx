import { Check, X } from 'lucide-react'
import { useId, useState } from 'react'
import { type LessonView, lessonLimits, type NotebookEntry, type QuestionView } from '#contract'
import {
  answerQuestion,
  checkQuestion,
  LabelledButton,
  pointAtProof,
  useAction,
  usePerform,
  writeSentence,
} from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { useWords } from '../words/words.ts'

type Of<K extends QuestionView['kind']> = Extract<QuestionView, { kind: K }>

/** Choose one, then say so: a slip of the mouse answers nothing. A wrong one stays, with why it is wrong. */
export function ChooseAnswer({
  question,
  language,
}: {
  question: Of<'choose'>
  language: LessonView['language']
}) {
  const { player } = useWords().page.lessons
  const name = useId()
  const [chosen, setChosen] = useState<string | null>(null)
  const choice = question.choices.find(({ id, verdict }) => id === chosen && verdict === null)
  return (
    <>
      <fieldset className="choices" aria-label={player.choose}>
        {question.choices.map(({ id, text, verdict, why }) => (
          <div key={id} className="choice" data-verdict={verdict ?? undefined}>
            <label>
              <input
                type="radio"
                name={name}
                checked={chosen === id && verdict === null}
                disabled={verdict !== null}
                onChange={() => setChosen(id)}
              />
              <span lang={language}>
                <PeopleText text={text} />
              </span>
              {verdict === 'wrong' && <X size={13} strokeWidth={3} aria-label={player.wrong} />}
            </label>
            {why !== null && (
              <p className="choice-why" lang={language}>
                <PeopleText text={why} />
              </p>
            )}
          </div>
        ))}
      </fieldset>
      {question.mistakes > 0 && (
        <p className="hint" role="status">
          {player.wrong} {player.tryAgain}
        </p>
      )}
      <AnswerButton question={question.id} choice={choice} />
    </>
  )
}

function AnswerButton({
  question,
  choice,
}: {
  question: string
  choice: { id: string; text: string } | undefined
}) {
  const { label, obstacle, perform } = useAction(answerQuestion, {
    question,
    choice: choice ?? { id: '', text: '' },
  })
  return (
    <button
      type="button"
      className="button primary"
      disabled={choice === undefined || obstacle !== null}
      title={obstacle ?? undefined}
      onClick={perform}
    >
      {label}
    </button>
  )
}

/** Point at it, or drop it here. What did not prove it stays in sight, with why not. */
export function EvidenceAnswer({
  question,
  offered,
}: {
  question: Of<'evidence'>
  /** What was offered for it before. */
  offered: readonly NotebookEntry[]
}) {
  const { notebook, player, proofs } = useWords().page.lessons
  return (
    <div className="proof" data-proof-of={question.id}>
      <p className="hint">{player.mayBe(question.kinds.map((kind) => proofs[kind]))}</p>
      <ul className="proof-list" aria-label={player.offered}>
        {offered.map((entry) => (
          <li key={entry.id} data-verdict={entry.verdict}>
            <span className="proof-text truncate" title={entry.text}>
              <X size={12} strokeWidth={3} aria-label={notebook.verdicts[entry.verdict]} />
              <PeopleText text={entry.text} />
            </span>
            {entry.why !== null && (
              <p className="choice-why">
                <PeopleText text={entry.why} />
              </p>
            )}
          </li>
        ))}
      </ul>
      <LabelledButton action={pointAtProof} args={{ question: question.id }} look="primary" />
    </div>
  )
}

/** Something to do in the lab, which itself tells whether it is done. */
export function DoAnswer({ question, language }: { question: Of<'do'>; language: LessonView['language'] }) {
  const { player } = useWords().page.lessons
  const { label, obstacle, perform } = useAction(checkQuestion, { question: question.id })
  const { holds, isWatched, notYet } = question
  return (
    <>
      <p className="hint">{isWatched ? player.watched : player.doIt}</p>
      {holds === false && !isWatched && (
        <p className="choice-why" role="status" lang={notYet === null ? undefined : language}>
          {notYet === null ? player.holdsNot : <PeopleText text={notYet} />}
        </p>
      )}
      {isWatched || (
        <button
          type="button"
          className="button primary"
          disabled={obstacle !== null}
          title={obstacle ?? player.check}
          onClick={perform}
        >
          <Check size={14} aria-hidden />
          {label}
        </button>
      )}
    </>
  )
}

/** A sentence for the person who complained. It can be written again until the lesson is finished. */
export function WriteAnswer({ question }: { question: Of<'write'> }) {
  const { actions, player } = useWords().page.lessons
  const perform = usePerform()
  const [text, setText] = useState(question.written ?? '')
  const isKept = question.written !== null && question.written === text.trim()
  return (
    <form
      className="sentence"
      onSubmit={(submit) => {
        submit.preventDefault()
        if (text.trim() !== '') void perform(writeSentence, { question: question.id, text })
      }}
    >
      <p className="hint">{isKept ? player.written : player.sentenceHint}</p>
      <textarea
        className="field"
        rows={3}
        aria-label={player.sentence}
        maxLength={lessonLimits.sentence}
        value={text}
        onChange={(change) => setText(change.currentTarget.value)}
      />
      <button type="submit" className="button" disabled={isKept || text.trim() === ''}>
        {actions.write}
      </button>
    </form>
  )
}
