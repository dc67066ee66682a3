import { Plus, X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useWords } from '../words/words.ts'

/** Fields of the form in which a lesson is made. */

export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="draft-part" aria-labelledby={id}>
      <h3 id={id} className="lesson-area">
        {title}
      </h3>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {children}
    </section>
  )
}

/** Text of one line, or of several. */
export function TextField({
  label,
  value,
  onChange,
  hint = '',
  rows = 1,
  isLabelHidden = false,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  rows?: number
  isLabelHidden?: boolean
}) {
  const id = useId()
  const shared = { id, className: 'field', value, placeholder: hint }
  return (
    <div className="draft-field">
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {rows === 1 ? (
        <input {...shared} onChange={(change) => onChange(change.currentTarget.value)} />
      ) : (
        <textarea {...shared} rows={rows} onChange={(change) => onChange(change.currentTarget.value)} />
      )}
    </div>
  )
}

export function NumberField({
  label,
  value,
  most,
  least = 0,
  onChange,
  isLabelHidden = false,
}: {
  label: string
  value: number
  most: number
  least?: number
  onChange: (value: number) => void
  isLabelHidden?: boolean
}) {
  return (
    <label className="draft-field is-number">
      <span className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</span>
      <input
        className="field tabular"
        type="number"
        title={label}
        min={least}
        max={most}
        value={value}
        onChange={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isInteger(valueAsNumber)) onChange(Math.max(least, Math.min(most, valueAsNumber)))
        }}
      />
    </label>
  )
}

export function ChoiceField<T extends string>({
  label,
  value,
  values,
  words,
  onChange,
  isLabelHidden = false,
}: {
  label: string
  value: T
  values: readonly T[]
  words: Readonly<Record<T, string>>
  onChange: (value: T) => void
  isLabelHidden?: boolean
}) {
  return (
    <label className="draft-field">
      <span className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</span>
      <select
        className="field"
        value={value}
        onChange={(change) => {
          const chosen = values.find((one) => one === change.currentTarget.value)
          if (chosen !== undefined) onChange(chosen)
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

export function AddButton({ what, onPress }: { what: string; onPress: () => void }) {
  const { makeLesson } = useWords().page
  return (
    <button
      type="button"
      className="button quiet"
      aria-label={`${makeLesson.add}: ${what}`}
      onClick={onPress}
    >
      <Plus size={13} aria-hidden />
      {makeLesson.add}
    </button>
  )
}

export function RemoveButton({ what, onPress }: { what: string; onPress: () => void }) {
  const { makeLesson } = useWords().page
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={makeLesson.remove(what)}
      title={makeLesson.remove(what)}
      onClick={onPress}
    >
      <X size={13} aria-hidden />
    </button>
  )
}

/** A list with one entry replaced, or without it. */
export function changed<T>(list: readonly T[], index: number, change: Partial<T> | null): T[] {
  return list.flatMap((one, place) => {
    if (place !== index) return [one]
    return change === null ? [] : [{ ...one, ...change }]
  })
}
