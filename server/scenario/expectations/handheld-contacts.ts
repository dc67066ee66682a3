import { z } from 'zod'
import { addressKey, type Presence, presences, type Snapshot } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import type { Moment } from './expectation-kind.ts'

/** Expectations about the contacts of a handheld. */
export const expectedContacts = z
  .record(z.string().min(1), z.enum(presences).nullable())
  .optional()
  .describe('Presence of contacts as this handheld shows them, by user ID or SIP address; null: not known')

/**
 * Compares the contacts that a handheld shows. They are requested from the handheld, since a snapshot does not contain them.
 * @param key the handheld's name as written in the file
 */
export async function contactDifferences(
  key: string,
  expected: NonNullable<z.output<typeof expectedContacts>>,
  { api, snapshot, each }: Moment,
): Promise<Mismatch[]> {
  const name = fillInHandheld(key, each)
  const { contacts } = await api.call('handheld.messenger', { name, with: null })
  return Object.entries(expected).flatMap(([user, presence]) => {
    const address = addressOf(fillInHandheld(user, each), snapshot)
    const contact = contacts.find(({ sipAddress }) => addressKey(sipAddress) === address)
    if (contact?.presence === presence) return []
    const shown = contact ? words(contact.presence) : 'no such contact'
    const message = `handheld ${name}: expected contact ${user} to be ${words(presence)}, found ${shown}`
    return [{ path: [key, 'contacts', user], message, handheld: name }]
  })
}

function addressOf(user: string, { users }: Snapshot): string {
  const known = users.find(({ id }) => id.toLowerCase() === user.toLowerCase())
  return addressKey(known?.sipAddress ?? user)
}

function words(presence: Presence | null): string {
  return presence ?? 'not known'
}
