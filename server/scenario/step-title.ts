import { formatDuration, settingList } from '#contract'
import { spell } from './handheld-names.ts'
import { kindsOf } from './steps.ts'
import type { UnrolledStep } from './unroll-steps.ts'

/** What is read as a duration is a number of milliseconds; people know it as `3h`. */
const durations = [
  'wait',
  'delay',
  'jitter',
  ...settingList.filter(({ form }) => form.kind === 'duration').map(({ key }) => key),
]

/** A step in short, such as `login alice` or `wait 3h`. Passwords stay out. */
export function titleOf({ step, each }: UnrolledStep): string {
  const [kind] = kindsOf(step)
  return kind === undefined ? 'nothing' : spell(inShort(kind, step[kind]), each)
}

function inShort(key: string, value: unknown): string {
  if (typeof value === 'number' && durations.includes(key)) return `${key} ${formatDuration(value)}`
  if (typeof value !== 'object' || value === null) return `${key} ${value}`
  const parts = Object.entries(value)
    .filter(([name]) => name !== 'password')
    .map(([name, one]) => inShort(name, one))
  return `${key} (${parts.join(', ')})`
}
