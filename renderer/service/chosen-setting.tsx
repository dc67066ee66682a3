import { useOptimisticChoice } from '../controls/optimistic-choice.ts'

interface Choice<T extends string> {
  value: T
  label: string
  isDisabled?: boolean
}

/** A setting with a list of values to choose from. */
export function ChosenSetting<T extends string>({
  label,
  hint,
  value,
  choices,
  choose,
  isBroken = false,
}: {
  label: string
  hint?: string | undefined
  value: T
  choices: readonly Choice<T>[]
  choose: (value: T) => Promise<unknown>
  /** The value in force makes logins fail. */
  isBroken?: boolean
}) {
  const [shown, intend] = useOptimisticChoice(value, choose)
  return (
    <div className="setting" title={hint}>
      <label>
        <span className="setting-label">{label}</span>
        <select
          className={isBroken ? 'field is-broken' : 'field'}
          value={shown}
          onChange={(change) => {
            const chosen = choices.find((one) => one.value === change.currentTarget.value)
            if (chosen !== undefined) intend(chosen.value)
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
              {choice.label}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
