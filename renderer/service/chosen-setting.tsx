import { useOptimisticChoice } from '../controls/optimistic-choice.ts'

interface Choice<T extends string> {
  value: T
  label: string
  isDisabled?: boolean
}

/** A setting with a list of values to choose from. */
export function ChosenSetting<T extends string>({
  label,
  evidence,
  hint,
  value,
  choices,
  choose,
  isBroken = false,
}: {
  label: string
  /** As a lesson knows it: see `store/evidence.ts`. */
  evidence?: string | undefined
  hint?: string | undefined
  value: T
  choices: readonly Choice<T>[]
  choose: (value: T) => Promise<unknown>
  /** The value in force makes logins fail. */
  isBroken?: boolean
}) {
  const [shown, intend] = useOptimisticChoice(value, choose)
  return (
    <div className="setting" title={hint} data-evidence={evidence}>
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
