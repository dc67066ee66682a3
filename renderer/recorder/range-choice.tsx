import { type ReactNode, useId } from 'react'
import { clockTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

export type RangeKind = 'start' | 'minutes' | 'mark'

/** From when on the scenario is to be. */
export function RangeChoice({
  kind,
  minutes,
  mark,
  choose,
}: {
  kind: RangeKind
  minutes: number
  /** Lab time at which a recording began; null: none was made. */
  mark: number | null
  choose: (kind: RangeKind, minutes: number) => void
}) {
  const { range } = useWords().page.compose
  const group = useId()
  const choice = (one: RangeKind, words: ReactNode) => (
    <label className="scenario-choice">
      <input
        type="radio"
        name={group}
        checked={kind === one}
        onChange={() => choose(one, minutes)}
        {...(kind === one ? { 'data-first-focus': true } : {})}
      />
      {words}
    </label>
  )
  return (
    <fieldset className="scenario-range">
      <legend>{range.title}</legend>
      {mark !== null && choice('mark', range.mark(clockTime(mark)))}
      {choice('start', range.start)}
      {choice(
        'minutes',
        <>
          {range.minutes}
          <input
            className="field scenario-minutes tabular"
            type="number"
            min="0.1"
            step="any"
            aria-label={range.minutesField}
            value={minutes}
            onChange={({ currentTarget: { valueAsNumber } }) => {
              if (valueAsNumber > 0) choose('minutes', valueAsNumber)
            }}
          />
        </>,
      )}
    </fieldset>
  )
}
