import type { z } from 'zod'
import { formatDuration, serviceChangesOf, settingList, writtenServiceChanges } from '#contract'
import { shortTitle } from './short-title.ts'
import { stepKind } from './step-kind.ts'

const durations = settingList.filter(({ form }) => form.kind === 'duration')

export const service = stepKind({
  schema: writtenServiceChanges,
  description: 'Settings, changed while the service runs',
  example: { maximumSessions: 2, idleTimeout: '5m' },
  async run(changes, context) {
    await context.call('service.configure', serviceChangesOf(changes))
  },
  title: (changes) =>
    shortTitle(
      'service',
      changes,
      durations.map(({ key }) => key),
    ),
  record: { 'service.configure': written },
})

/** Changes as written in a file; null if `service` of files lacks one of them, such as the transport. */
function written(changes: object): z.input<typeof writtenServiceChanges> | null {
  const entries = Object.entries(changes).map(([name, value]) => {
    const row = settingList.find(({ apiKey, section }) => section === 'service' && apiKey === name)
    const isDuration = row?.form.kind === 'duration' && typeof value === 'number'
    return [row?.key ?? name, isDuration ? formatDuration(value) : value]
  })
  const value = Object.fromEntries(entries)
  return isWritten(value) ? value : null
}

function isWritten(value: unknown): value is z.input<typeof writtenServiceChanges> {
  return writtenServiceChanges.safeParse(value).success
}
