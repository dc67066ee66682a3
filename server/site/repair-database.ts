import type { ConfigurationDatabase } from '../configuration/index.ts'
import { defaultPassword } from '../files/index.ts'
import { ntHash } from '../protocols/ntlm/index.ts'

/**
 * Puts right what an earlier version left when it was ended between two writes that belong together, before anything reads
 * the database. None of it was ever acknowledged.
 * @param onRepair hears of each repair, in a sentence
 */
export async function repairDatabase(
  database: ConfigurationDatabase,
  onRepair: (text: string) => void,
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
        ntHash: ntHash(defaultPassword),
        state: 'enabled',
        sipAddress: null,
      })
    }
  })
  const cause = 'an earlier run was ended while it saved'
  for (const { name, pin } of devices) {
    onRepair(`handheld ${name} (PIN ${pin}) had no transport key and is gone: ${cause}`)
  }
  for (const { id } of ownerless) {
    onRepair(`the account ${id} of the directory belonged to no user and is gone: ${cause}`)
  }
  for (const { id } of accountless) {
    onRepair(
      `user ${id} had no account in the directory and has a new one, password ${defaultPassword}: ${cause}`,
    )
  }
}
