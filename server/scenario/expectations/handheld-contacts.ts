import { z } from 'zod'
import { addressKey, type Presence, presences } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { addressOf } from './contact-address.ts'
import type { Moment } from './expectation-kind.ts'
import { concernedLogins } from './latest-login.ts'

/** Contacts that a message names. */
const mostContacts = 10

/** Expectations about the contacts of a handheld. */
export const expectedContacts = z
  .record(z.string().min(1), z.enum(presences).nullable())
  .optional()
  .describe(
    'Presence of contacts as this handheld shows them, by user ID or SIP address; null: it shows none, since it is not known or they are no contact',
  )

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
    if ((contact?.presence ?? null) === presence) return []
    const listed = contacts.slice(0, mostContacts).map((one) => idOf(one.sipAddress, snapshot))
    const others = [...listed, ...(contacts.length > mostContacts ? ['…'] : [])].join(', ') || 'nobody'
    const shown = contact ? words(contact.presence) : `no such contact; it has ${others}`
    const message = `handheld ${name}: expected contact ${user} to be ${presence ?? 'not known, or no contact'}, found ${shown}`
    const about = concernedLogins(snapshot.handhelds.find((one) => one.name === name))
    return [{ path: [key, 'contacts', user], message, handheld: name, ...about }]
  })
}

/** The user ID of somebody, or the address where it is nobody's of this lab. */
function idOf(sipAddress: string, { users }: Moment['snapshot']): string {
  const address = addressKey(sipAddress)
  return users.find((user) => addressKey(user.sipAddress) === address)?.id ?? sipAddress
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
  const silent = wanted.find((address) =>
    conversations.every((one) => addressKey(one.with.sipAddress) !== address),
  )
  // A typing notice belongs to a conversation, as with the original: without one, nobody sees it.
  const missing =
    silent === undefined
      ? ''
      : `; it has no conversation with ${idOf(silent, snapshot)}, so typing does not show`
  const listed = (addresses: readonly string[]) =>
    addresses.map((address) => idOf(address, snapshot)).join(', ') || 'nobody'
  const message = `handheld ${name}: expected ${listed(wanted)} to be typing, found ${listed(found)}${missing}`
  const about = concernedLogins(snapshot.handhelds.find((one) => one.name === name))
  return [{ path: [key, 'typing'], message, handheld: name, ...about }]
}
