import { formatDuration, type ServiceView, type SettingValue, type Snapshot, settingList } from '#contract'
import type { LabFileInput } from '../../files/index.ts'

/**
 * The lab file of a running lab: what it was started with, and the users, handhelds and settings that it has now. Passwords are left
 * out, so that everybody has the default one, and the database is a new one in memory.
 */
export function labFileOf(file: LabFileInput, { handhelds, service, users }: Snapshot): LabFileInput {
  return {
    ...file,
    ...withService(file, service),
    database: 'memory',
    users: users.map(({ id, mayUseClient, name }) => ({
      id,
      name,
      ...(mayUseClient ? {} : { mayUseClient }),
    })),
    handhelds: handhelds.map(({ model, name, pin, user }) => ({ name, user, pin, model })),
  }
}

function withService({ communicationsServer, service }: LabFileInput, now: ServiceView) {
  const { transport, ...settings } = now
  const values: Readonly<Record<string, SettingValue>> = settings
  const written = settingList
    .filter(({ section, apiKey }) => section === 'service' && apiKey in values)
    .map(({ apiKey, form, key }) => {
      const value = values[apiKey] ?? null
      return [key, form.kind === 'duration' && value !== null ? formatDuration(Number(value)) : value]
    })
  return {
    service: { ...service, ...Object.fromEntries(written) },
    communicationsServer: {
      ...communicationsServer,
      listen: { ...communicationsServer?.listen, transport },
    },
  }
}
