import type { LucideIcon } from 'lucide-react'

/** A button on a device's screen that is only a picture. Its size follows the screen's. */
export function ScreenIconButton({
  name,
  hint = name,
  icon: Icon,
  onPress,
}: {
  name: string
  hint?: string
  icon: LucideIcon
  onPress: () => void
}) {
  return (
    <button type="button" className="screen-icon-button" aria-label={name} title={hint} onClick={onPress}>
      <Icon size="1.35em" strokeWidth={2.2} aria-hidden />
    </button>
  )
}
