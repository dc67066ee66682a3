import { z } from 'zod'
import { ciphers, models } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import type { ConfigurationDatabase, ConfigurationReader } from './configuration-database.ts'

const hex = z.string().regex(/^([0-9a-f]{2})*$/)
const time = z.number()

/** All that a Configuration Database holds, as JSON, so that a lab can start again from it. It has passwords' hashes and keys. */
export const databaseContent = z.strictObject({
  users: z.array(
    z.strictObject({ id: z.string(), name: z.string(), sipAddress: z.string(), mayUseClient: z.boolean() }),
  ),
  accounts: z.array(
    z.strictObject({ id: z.string(), ntHash: hex, state: z.string(), sipAddress: z.string().nullable() }),
  ),
  devices: z.array(
    z.strictObject({
      pin: z.string(),
      name: z.string(),
      model: z.enum(models),
      userId: z.string(),
      cipher: z.enum(ciphers),
    }),
  ),
  transportKeys: z.array(
    z.strictObject({ pin: z.string(), generation: z.int(), material: hex, madeAt: time }),
  ),
  settings: z.record(z.string(), z.string()),
})
export type DatabaseContent = z.output<typeof databaseContent>

/** All settings that a lab saves. */
const settings = ['service', 'srp', 'table-set', 'next-message-id']

/** @returns null where the database is new */
export async function readContent(database: ConfigurationReader): Promise<DatabaseContent | null> {
  const values: Record<string, string> = {}
  for (const name of settings) {
    const value = await database.setting(name)
    if (value !== undefined) values[name] = value
  }
  if (Object.keys(values).length === 0) return null
  return {
    users: [...(await database.users())],
    accounts: (await database.directoryAccounts()).map(({ ntHash, ...account }) => ({
      ...account,
      ntHash: hexOf(ntHash),
    })),
    devices: await database.devices(),
    transportKeys: (await database.transportKeys()).map(({ material, ...key }) => ({
      ...key,
      material: hexOf(material),
    })),
    settings: values,
  }
}

/** Fills a new database. */
export async function writeContent(database: ConfigurationDatabase, content: DatabaseContent): Promise<void> {
  await database.change((changes) => {
    for (const user of content.users) changes.saveUser(user)
    for (const { ntHash, ...account } of content.accounts)
      changes.saveDirectoryAccount({ ...account, ntHash: Buffer.from(ntHash, 'hex') })
    for (const device of content.devices) changes.saveDevice(device)
    for (const { material, ...key } of content.transportKeys)
      changes.saveTransportKey({ ...key, material: Buffer.from(material, 'hex') })
    for (const [name, value] of Object.entries(content.settings)) changes.saveSetting(name, value)
  })
}

function hexOf(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}
