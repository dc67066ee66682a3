import {
  addressKey,
  isSameAddress,
  type MessageView,
  type MessengerView,
  type Person,
  type Presence,
  withoutScheme,
} from '#contract'

/** One row of the contact list: somebody with a conversation, a place on the contact list, or both. */
export interface ListedPerson extends Person {
  isContact: boolean
  isTyping: boolean
  unread: number
  last: MessageView | null
}

/** Sort order of presences: people who can be reached come first. */
const presenceOrder: Record<Presence, number> = {
  available: 0,
  busy: 1,
  'do-not-disturb': 2,
  away: 3,
  offline: 4,
}
const unknownOrder = 5

/** Everybody to show: unread conversations first, then the others, latest first; then contacts by presence and name. */
export function peopleOf(view: MessengerView): ListedPerson[] {
  const contacts = new Set(view.contacts.map((one) => addressKey(one.sipAddress)))
  const talked = new Set(view.conversations.map((one) => addressKey(one.with.sipAddress)))
  const inConversation = view.conversations.map((one) => ({
    ...one.with,
    isContact: contacts.has(addressKey(one.with.sipAddress)),
    isTyping: one.isTyping,
    unread: one.unread,
    last: one.last,
  }))
  const others = view.contacts
    .filter((one) => !talked.has(addressKey(one.sipAddress)))
    .map((one) => ({ ...one, isContact: true, isTyping: false, unread: 0, last: null }))
    .sort((a, b) => orderOf(a.presence) - orderOf(b.presence) || a.name.localeCompare(b.name))
  return [
    ...inConversation.filter((one) => one.unread > 0),
    ...inConversation.filter((one) => one.unread === 0),
    ...others,
  ]
}

function orderOf(presence: Presence | null): number {
  return presence === null ? unknownOrder : presenceOrder[presence]
}

/** The people whose name or address contains every word. */
export function matchingPeople(people: readonly ListedPerson[], text: string): readonly ListedPerson[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return people
  return people.filter(({ name, sipAddress }) => {
    const haystack = `${name}\n${sipAddress}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
}

/** The person with this address, whether or not there is a conversation yet. */
export function personAt(people: readonly ListedPerson[], sipAddress: string): ListedPerson {
  return (
    people.find((one) => isSameAddress(one.sipAddress, sipAddress)) ?? {
      sipAddress,
      name: withoutScheme(sipAddress),
      presence: null,
      isContact: false,
      isTyping: false,
      unread: 0,
      last: null,
    }
  )
}
