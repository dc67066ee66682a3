import { Lightbulb } from 'lucide-react'
import type { HintView, LessonView } from '#contract'
import { takeHint, useAction } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { useWords } from '../words/words.ts'

/** The hints that were taken, and the next one with its price. */
export function HintList({
  hints,
  language,
}: {
  hints: readonly HintView[]
  language: LessonView['language']
}) {
  const { player } = useWords().page.lessons
  const next = hints.find(({ isOffered, text }) => isOffered && text === null)
  const taken = hints.filter(({ text }) => text !== null)
  if (next === undefined && taken.length === 0) return null
  return (
    <div className="hints">
      {taken.length > 0 && (
        <ul className="hint-list" aria-label={player.hints}>
          {taken.map(({ id, text }) => (
            <li key={id} lang={language}>
              <Lightbulb size={13} aria-label={player.hint} />
              <PeopleText text={text ?? ''} />
            </li>
          ))}
        </ul>
      )}
      {next !== undefined && <HintButton hint={next} />}
    </div>
  )
}

function HintButton({ hint }: { hint: HintView }) {
  const { label, obstacle, perform } = useAction(takeHint, { hint })
  return (
    <button
      type="button"
      className="button quiet hint-button"
      disabled={obstacle !== null}
      title={obstacle ?? undefined}
      onClick={perform}
    >
      <Lightbulb size={13} aria-hidden />
      {label}
    </button>
  )
}
