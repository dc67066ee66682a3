import type { Model } from '#contract'
import type { LabFile } from './schema.ts'

export interface RosterUser {
  id: string
  password: string
  name: string
  mayUseClient: boolean
}

interface RosterHandheld {
  name: string
  user: string
  /** Null: the lab picks one. */
  pin: string | null
  model: Model
}

/** The users and handhelds that a lab starts with. */
export interface Roster {
  users: RosterUser[]
  handhelds: RosterHandheld[]
}

export const defaultPassword = 'Passw0rd!'

const defaultUsers: readonly RosterUser[] = [
  { id: 'alice', password: defaultPassword, name: 'Alice Archer', mayUseClient: true },
  { id: 'bob', password: defaultPassword, name: 'Bob Barker', mayUseClient: true },
]

const defaultHandhelds: readonly RosterHandheld[] = [
  { name: 'alice', user: 'alice', pin: '2100000A', model: 'bold-9900' },
  { name: 'bob', user: 'bob', pin: '2100000B', model: 'bold-9900' },
]

/**
 * Lists the users and handhelds of a lab file, including those of fleets, or the default ones if the file has none. If the
 * file has users but no handhelds, each user gets one.
 */
export function rosterOf(file: Pick<LabFile, 'users' | 'handhelds'>): Roster {
  const users = new Map(namedUsers(file).map((user) => [user.id, user]))
  const handhelds = (file.handhelds ?? []).flatMap((entry): RosterHandheld[] => {
    if (!('fleet' in entry)) return [{ ...entry, pin: entry.pin?.toUpperCase() ?? null }]
    return Array.from({ length: entry.fleet }, (_, index) => {
      const user = numbered(entry.user, index + 1)
      if (!users.has(user)) users.set(user, newUser(user))
      return { name: numbered(entry.name, index + 1), user, pin: null, model: 'bold-9900' }
    })
  })
  return {
    users: [...users.values()],
    handhelds: file.handhelds ? handhelds : [...users.keys()].map(handheldFor),
  }
}

function handheldFor(user: string): RosterHandheld {
  const usual = defaultHandhelds.find((handheld) => handheld.user === user)
  return usual ?? { name: user, user, pin: null, model: 'bold-9900' }
}

/** The users that a lab file lists, or the default ones. */
export function namedUsers(file: Pick<LabFile, 'users'>): RosterUser[] {
  if (!file.users) return [...defaultUsers]
  return file.users.map((user) => ({ ...newUser(user.id), ...user, name: user.name ?? nameFrom(user.id) }))
}

/** Replaces `{n}` by the number of a member of a fleet. */
export function numbered(pattern: string, number: number): string {
  return pattern.replaceAll('{n}', String(number))
}

function newUser(id: string): RosterUser {
  return { id, password: defaultPassword, name: nameFrom(id), mayUseClient: true }
}

/** The default display name: `carol` is called Carol. */
function nameFrom(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1)
}
