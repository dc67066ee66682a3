import {
  ArrowUp,
  Check,
  CheckCheck,
  CircleAlert,
  CircleQuestionMark,
  Clock3,
  type LucideIcon,
} from 'lucide-react'
import type { MessageState } from '#contract'
import { useWords } from '../words/words.ts'

const icons: Record<MessageState, LucideIcon> = {
  queued: Clock3,
  sent: ArrowUp,
  accepted: Check,
  delivered: CheckCheck,
  rejected: CircleAlert,
  unconfirmed: CircleQuestionMark,
}

/** An icon for the delivery state of a message that this handheld sent. */
export function DeliveryMark({ state }: { state: MessageState }) {
  const Icon = icons[state]
  const words = useWords().labels.messageState[state]
  return (
    <span className="delivery-mark" data-delivery={state} title={words}>
      <Icon size="1.15em" strokeWidth={2.6} aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}
