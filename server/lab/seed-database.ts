import { type LabFile, type LabFileInput, rosterOf } from '../files/index.ts'
import type { ConfigurationPart } from '../site/index.ts'
import type { Bench } from './bench.ts'

/**
 * Writes users and handhelds into the database. Those in the lab file are added or updated. A new database gets the default ones if
 * the file names none. Everything else stays as it was last saved.
 */
export async function seedDatabase(
  { database, people }: ConfigurationPart,
  bench: Bench,
  input: LabFileInput,
  file: LabFile,
): Promise<void> {
  // The flag is saved in the same transaction as the seed data, so a first start that failed is repeated.
  const isNew = (await database.setting('table-set')) === undefined
  const roster = rosterOf(file)
  await database.together(async () => {
    if (isNew) await database.change((changes) => changes.saveSetting('table-set', 'true'))
    if (isNew || input.users || input.handhelds) await people.addOrChange(roster.users, input.users ?? [])
    if (!isNew && !input.handhelds) return
    for (const { model, name, pin, user } of roster.handhelds) {
      const entry = bench.find(name)
      if (entry) await bench.reassign(entry, user, model)
      else await bench.issue({ name, user, model, ...(pin === null ? {} : { pin }) })
    }
  })
}
