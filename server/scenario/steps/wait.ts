import { duration, formatDuration } from '#contract'
import { stepKind } from './step-kind.ts'

export const wait = stepKind({
  schema: duration,
  description: 'Lets virtual time pass',
  example: '5m',
  run: (durationMs, context) => context.advance(durationMs),
  title: (durationMs) => `wait ${formatDuration(durationMs)}`,
  record: { 'clock.jump': ({ durationMs }) => formatDuration(durationMs) },
})
