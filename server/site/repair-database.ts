import type { Notice } from '#contract'
import type { ConfigurationDatabase } from '../configuration/index.ts'
import { defaultPassword } from '../files/index.ts'
import { defaultNtHash } from './people.ts'

/**
 * Repairs incomplete data that an earlier version left when it was killed between two writes that belong together. Must run before
 * the database is used. No such write was ever acknowledged to a caller.
 * @param onRepair called for each repair
 */
export async function repairDatabase(
  database: ConfigurationDatabase,
  onRepair: (notice: Notice) => void,
): Promise<void> {
  const withKey = new Set((await database.transportKeys()).map(({ pin }) => pin))
  const devices = (await database.devices()).filter(({ pin }) => !withKey.has(pin))
  const keyOf = ({ id }: { id: string }) => id.toLowerCase()
  const users = await database.users()
  const accounts = await database.directoryAccounts()
  const userKeys = new Set(users.map(keyOf))
  const accountKeys = new Set(accounts.map(keyOf))
  const ownerless = accounts.filter((account) => !userKeys.has(keyOf(account)))
  const accountless = users.filter((user) => !accountKeys.has(keyOf(user)))
  if (devices.length + ownerless.length + accountless.length === 0) return

  await database.change((changes) => {
    for (const { pin } of devices) changes.removeDevice(pin)
    for (const { id } of ownerless) changes.removeDirectoryAccount(id)
    for (const { id } of accountless) {
      changes.saveDirectoryAccount({
        id,
        ntHash: defaultNtHash,
        state: 'enabled',
        sipAddress: null,
      })
    }
  })
  for (const { name, pin } of devices) {
    onRepair({ code: 'handheld-removed-at-repair', facts: { handheld: name, pin } })
  }
  for (const { id } of ownerless) {
    onRepair({ code: 'account-removed-at-repair', facts: { account: id } })
  }
  for (const { id } of accountless) {
    onRepair({ code: 'account-added-at-repair', facts: { user: id, password: defaultPassword } })
  }
}
