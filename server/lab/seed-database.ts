import type { ConfigurationDatabase } from '../configuration/index.ts'
import { type LabFile, type LabFileInput, rosterOf } from '../files/index.ts'
import type { People } from '../site/index.ts'
import type { Bench } from './bench.ts'

/**
 * Users and handhelds: those that the lab file names are brought in line with it; a new database gets the default ones
 * where the file is silent; everything else is as last saved.
 */
export async function setTheTable(
  database: ConfigurationDatabase,
  people: People,
  bench: Bench,
  input: LabFileInput,
  file: LabFile,
): Promise<void> {
  // Said only once the table is set: a start that failed before leaves a database that is still new.
  const isNew = (await database.setting('table-set')) === undefined
  const roster = rosterOf(file)
  await database.together(async () => {
    if (isNew) await database.saveSetting('table-set', 'true')
    if (isNew || input.users || input.handhelds) await people.bring(roster.users, input.users ?? [])
    if (!isNew && !input.handhelds) return
    for (const { model, name, pin, user } of roster.handhelds) {
      const entry = bench.find(name)
      if (entry) await bench.reassign(entry, user, model)
      else await bench.issue({ name, user, model, ...(pin === null ? {} : { pin }) })
    }
  })
}
