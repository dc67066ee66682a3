import { useOptimisticChoice } from './optimistic-choice.ts'

/** On or off. A native checkbox with the role of a switch: keyboard, screen reader and label come with it. */
export function Switch({
  label,
  isOn,
  onChange,
  isLabelHidden = false,
}: {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => Promise<unknown> | undefined
  isLabelHidden?: boolean
}) {
  const [isShownOn, choose] = useOptimisticChoice(isOn, onChange)
  return (
    <label className="switch">
      <input
        type="checkbox"
        role="switch"
        checked={isShownOn}
        aria-checked={isShownOn}
        onChange={(change) => choose(change.currentTarget.checked)}
      />
      <span className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</span>
    </label>
  )
}
