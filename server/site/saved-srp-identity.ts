import type { ConfigurationDatabase } from '../configuration/index.ts'
import { createSrpIdentity, type SrpIdentity } from '../dispatcher/index.ts'

/** The SRP ID and key of this database's service, made when there is none. */
export async function savedSrpIdentity(database: ConfigurationDatabase): Promise<SrpIdentity> {
  const saved = await database.setting('srp')
  if (saved !== undefined) {
    const [id = '', key = ''] = saved.split(' ')
    return { id, key: Buffer.from(key, 'hex') }
  }
  const made = createSrpIdentity()
  await database.saveSetting('srp', `${made.id} ${Buffer.from(made.key).toString('hex')}`)
  return made
}
