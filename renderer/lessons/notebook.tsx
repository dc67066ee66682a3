import { NotebookPen } from 'lucide-react'
import { useId } from 'react'
import type { LessonView, NotebookEntry, QuestionView } from '#contract'
import { ActionButton, forgetNote, offerProof, showEvidence, useAction } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { clockTime } from '../words/format.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'

type Proof = Extract<QuestionView, { kind: 'evidence' }>

/** What was taken down. From here it can be looked at again, and offered as proof. */
export function Notebook({ lesson }: { lesson: LessonView }) {
  const { notebook: words } = useWords().page.lessons
  const id = useId()
  const { notebook, questions } = lesson
  const open = questions.find(({ state }) => state === 'open')
  const proof = open?.kind === 'evidence' ? open : null
  return (
    <section className="notebook" aria-labelledby={id}>
      <header className="notebook-head">
        <NotebookPen size={14} aria-hidden />
        <h3 id={id}>{words.title}</h3>
        {notebook.length > 0 && <span className="hint tabular">{words.count(notebook.length)}</span>}
      </header>
      {notebook.length === 0 ? (
        <p className="hint">{words.empty}</p>
      ) : (
        <ul className="note-list" aria-label={words.about}>
          {notebook.map((entry) => (
            <Entry key={entry.id} entry={entry} proof={proof} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Entry({ entry, proof }: { entry: NotebookEntry; proof: Proof | null }) {
  const { notebook: words } = useWords().page.lessons
  const { item, text, verdict } = entry
  const show = useAction(showEvidence, { item })
  const mayProve = verdict === 'noted' && proof?.kinds.includes(item.kind) === true
  return (
    <li className="note" data-verdict={verdict}>
      <button
        type="button"
        className="note-text"
        title={visibleText(text)}
        aria-label={words.show(visibleText(text))}
        onClick={show.perform}
      >
        <span className="note-kind">
          {words.kinds[item.kind]}
          <time className="tabular">{clockTime(entry.at)}</time>
          {verdict !== 'noted' && <span className="note-verdict">{words.verdicts[verdict]}</span>}
        </span>
        <span className="note-line">
          <PeopleText text={text} />
        </span>
      </button>
      {mayProve && <OfferButton entry={entry} question={proof.id} />}
      {verdict === 'noted' && <ActionButton action={forgetNote} args={{ entry }} />}
    </li>
  )
}

function OfferButton({ entry, question }: { entry: NotebookEntry; question: string }) {
  const { notebook: words } = useWords().page.lessons
  const { perform } = useAction(offerProof, { item: entry.item, question })
  return (
    <button
      type="button"
      className="button"
      aria-label={words.offerOf(visibleText(entry.text))}
      onClick={perform}
    >
      {words.offer}
    </button>
  )
}
