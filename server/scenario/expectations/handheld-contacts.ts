import { z } from 'zod'
import { addressKey, type Presence, presences } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { addressOf } from './contact-address.ts'
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

function words(presence: Presence | null): string {
  return presence ?? 'not known'
}

/** The users whom a handheld shows as typing, by user ID or SIP address. */
export const expectedTyping = z
  .array(z.string().min(1))
  .optional()
  .describe('Who is typing to it: user IDs or SIP addresses, and nobody else')

/** Compares who is typing as a handheld shows it. @param key the handheld's name as written in the file */
export async function typingDifferences(
  key: string,
  expected: readonly string[],
  { api, snapshot, each }: Moment,
): Promise<Mismatch[]> {
  const name = fillInHandheld(key, each)
  const { conversations } = await api.call('handheld.messenger', { name, with: null })
  const found = conversations.filter(({ isTyping }) => isTyping).map((one) => addressKey(one.with.sipAddress))
  const wanted = expected.map((user) => addressOf(fillInHandheld(user, each), snapshot))
  if (wanted.length === found.length && wanted.every((address) => found.includes(address))) return []
  const idOf = (address: string) =>
    snapshot.users.find(({ sipAddress }) => addressKey(sipAddress) === address)?.id ?? address
  const listed = (addresses: readonly string[]) => addresses.map(idOf).join(', ') || 'nobody'
  const message = `handheld ${name}: expected ${listed(wanted)} to be typing, found ${listed(found)}`
  return [{ path: [key, 'typing'], message, handheld: name }]
}
