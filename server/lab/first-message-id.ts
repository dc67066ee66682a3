import type { ConfigurationDatabase } from '../configuration/index.ts'

const settingName = 'next-message-id'
/** Message IDs that a run keeps for itself: 45 days of a status message each minute. */
const keptForRun = 65_536
const highestId = 0xffffffff

/**
 * Where the message IDs of this run begin: above those of the run before, whose keys are still in use. So the Dispatcher
 * need not remember over a restart what it has taken, and what was recorded in an earlier run is not taken in this one.
 */
export async function firstMessageId(database: ConfigurationDatabase): Promise<number> {
  const saved = Number((await database.setting(settingName)) ?? 1)
  const first = Number.isInteger(saved) && saved >= 1 && saved <= highestId - keptForRun ? saved : 1
  await database.change((changes) => changes.saveSetting(settingName, String(first + keptForRun)))
  return first
}
