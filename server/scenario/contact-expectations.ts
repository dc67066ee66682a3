import { addressKey, type LabApi, type Presence, type Snapshot } from '#contract'
import type { Mismatch } from './expectations.ts'
import { spell } from './handheld-names.ts'
import type { Expectation } from './steps.ts'

/** Compares contacts as handhelds show them; asked of those handhelds only, since a snapshot does not hold them. */
export async function contactMismatches(
  expected: Expectation,
  api: LabApi,
  snapshot: Snapshot,
  each: string | null,
): Promise<Mismatch[]> {
  const found: Mismatch[] = []
  for (const [key, wanted] of Object.entries(expected.handheld ?? {})) {
    if (typeof wanted === 'string' || wanted.contacts === undefined) continue
    const name = spell(key, each)
    const { contacts } = await api.call('handheld.messenger', { name, with: null })
    for (const [user, presence] of Object.entries(wanted.contacts)) {
      const address = addressOf(spell(user, each), snapshot)
      const contact = contacts.find(({ sipAddress }) => addressKey(sipAddress) === address)
      if (contact?.presence === presence) continue
      const shown = contact ? words(contact.presence) : 'no such contact'
      const message = `handheld ${name}: expected contact ${user} to be ${words(presence)}, found ${shown}`
      found.push({ path: ['expect', 'handheld', key, 'contacts', user], message, handheld: name })
    }
  }
  return found
}

function addressOf(user: string, { users }: Snapshot): string {
  const known = users.find(({ id }) => id.toLowerCase() === user.toLowerCase())
  return addressKey(known?.sipAddress ?? user)
}

function words(presence: Presence | null): string {
  return presence ?? 'not known'
}
