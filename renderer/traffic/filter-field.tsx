import { CircleAlert } from 'lucide-react'
import { useRef, useState } from 'react'
import { type FilterProblem, longestFilter } from '#contract'
import { SearchField } from '../controls/search-field.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { useWords } from '../words/words.ts'
import { completionsOf } from './complete-filter.ts'
import { knownValues } from './known-values.ts'

/** The filter's text field. While somebody types, it offers keys and values with their explanations. */
export function FilterField({
  text,
  problem,
  isRead,
  onChange,
}: {
  text: string
  /** Null where the filter is valid. */
  problem: FilterProblem | null
  /** Whether the filter is read back below. */
  isRead: boolean
  onChange: (text: string) => void
}) {
  const { traffic } = useWords().page
  const input = useRef<HTMLInputElement>(null)
  const [isTyping, setTyping] = useState(false)
  const completions = isTyping ? completionsOf(text, known) : []

  function choose(completed: string) {
    onChange(completed)
    input.current?.focus()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only handles events of the field and its buttons
    <div
      className="filter-field"
      onBlur={(blur) => {
        if (!blur.currentTarget.contains(blur.relatedTarget)) setTyping(false)
      }}
      onKeyDown={(press) => {
        if (press.key !== 'Escape' || completions.length === 0) return
        press.stopPropagation()
        press.preventDefault()
        setTyping(false)
        input.current?.focus()
      }}
    >
      <SearchField
        ref={input}
        name={traffic.find}
        isWrong={problem !== null}
        aria-describedby={problem !== null ? 'filter-problem' : isRead ? 'filter-reading' : undefined}
        placeholder={traffic.findPlaceholder}
        maxLength={longestFilter}
        value={text}
        onClick={() => setTyping(true)}
        onSearch={(typed) => {
          setTyping(true)
          onChange(typed)
        }}
      />
      {completions.length > 0 && (
        <fieldset className="filter-help" aria-label={traffic.filterHelp}>
          {completions.map((one) => (
            <button key={one.label} type="button" title={one.explanation} onClick={() => choose(one.text)}>
              {one.label}
            </button>
          ))}
          {text === '' && <p className="hint">{traffic.filterGrammar}</p>}
        </fieldset>
      )}
    </div>
  )
}

/** The values that exist as somebody types. They are not followed, because a busy lab changes all the time. */
function known(key: string) {
  const { snapshot } = useLabStore.getState()
  return snapshot && knownValues(snapshot, key)
}

/** What is wrong with the filter, and where. */
export function FilterProblemLine({
  problem: { column, problem },
  text,
}: {
  problem: FilterProblem
  text: string
}) {
  const { traffic } = useWords().page
  const isUnfinished = column > text.length
  return (
    <p className="filter-problem" id="filter-problem" role="status" data-unfinished={isUnfinished}>
      <CircleAlert size={12} aria-hidden />
      <span>{traffic.filterProblem(column, problem)}</span>
    </p>
  )
}
