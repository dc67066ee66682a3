import type { LucideIcon } from 'lucide-react'
import { Hint } from './hint.tsx'

/** A button that is only a picture; its name is told to screen readers and shown on hover. */
export function IconButton({
  name,
  hint = name,
  icon: Icon,
  onPress,
  isPressed,
}: {
  name: string
  hint?: string
  icon: LucideIcon
  onPress: () => void
  isPressed?: boolean
}) {
  return (
    <Hint text={hint}>
      <button
        type="button"
        className="button quiet icon"
        aria-label={name}
        aria-pressed={isPressed}
        onClick={onPress}
      >
        <Icon size={15} aria-hidden />
      </button>
    </Hint>
  )
}
