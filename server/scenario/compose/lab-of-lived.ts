import {
  commands,
  defaultService,
  formatDuration,
  type HandheldView,
  type ServiceView,
  type SettingValue,
  type Snapshot,
  settingList,
} from '#contract'
import { type LabFileInput, namedUsers, parseLabFile, type RosterUser, rosterOf } from '../../files/index.ts'
import type { DoneCommand } from '../../history/index.ts'

/**
 * The lab file for a scenario: the lab as it started, and everybody who was added while it ran, since steps can name only those
 * whom the lab has from the start. Without passwords, and without ports that another lab may use.
 */
export function labOfLived(
  file: LabFileInput,
  atStart: ServiceView,
  { users, handhelds, lab }: Pick<Snapshot, 'users' | 'handhelds' | 'lab'>,
  done: readonly DoneCommand[],
): LabFileInput {
  const { clock, communicationsServer, directory, dispatcher, domain, seed } = file
  const added = new Set(addedHandhelds(done).map(({ name }) => name))
  const known = new Set(rosterOf(parseLabFile(file)).handhelds.map(({ name }) => name))
  // A lab in memory may have begun with what a database held, as a repeated one does.
  const isAsWritten = handhelds.every(({ name }) => known.has(name) || added.has(name))
  const people =
    lab.database === 'memory' && isAsWritten
      ? addedTo(file, users, done)
      : peopleOf(file, users, handhelds, done)
  const isUsualTransport = atStart.transport === defaultService.transport
  return present({
    clock,
    domain,
    seed,
    service: filled({ ...file.service, ...changedFrom(file, atStart) }),
    communicationsServer: filled({
      ...communicationsServer,
      external: undefined,
      listen: isUsualTransport ? undefined : { transport: atStart.transport },
    }),
    directory: filled({ ...directory, external: undefined, listen: undefined }),
    dispatcher: filled({ ...dispatcher, listen: undefined }),
    ...people,
  })
}

type People = Pick<LabFileInput, 'users' | 'handhelds'>

/** A lab in memory has whom its file says, and who was added. */
function addedTo(file: LabFileInput, users: Snapshot['users'], done: readonly DoneCommand[]): People {
  const roster = rosterOf(parseLabFile(file))
  const known = new Set(roster.users.map(({ id }) => id.toLowerCase()))
  const newUsers = users.filter(({ id }) => !known.has(id.toLowerCase()))
  const newHandhelds = addedHandhelds(done).filter(
    ({ name }) => !roster.handhelds.some((one) => one.name === name),
  )
  const isAlone = newUsers.length + newHandhelds.length === 0
  const named =
    file.users ?? (file.handhelds === undefined && isAlone ? undefined : namedUsers(parseLabFile(file)))
  const write = (user: { id: string }) => writtenUser(user, roster.users, users, firstMayUse(done))
  const first = file.handhelds ?? (isAlone ? undefined : roster.handhelds.map((one) => writtenHandheld(one)))
  return {
    ...(named === undefined || (file.users === undefined && isAlone)
      ? {}
      : { users: [...named, ...newUsers].map(write) }),
    ...(first === undefined
      ? {}
      : { handhelds: [...first, ...newHandhelds.map((one) => writtenHandheld(one))] }),
  }
}

/** A lab in a database has whom it had when it was last used, as far as they are still there, and who was added. */
function peopleOf(
  file: LabFileInput,
  users: Snapshot['users'],
  handhelds: Snapshot['handhelds'],
  done: readonly DoneCommand[],
): People {
  const roster = rosterOf(parseLabFile(file))
  const added = addedHandhelds(done)
  const all = [...handhelds, ...added.filter(({ name }) => !handhelds.some((one) => one.name === name))]
  const known = new Set(users.map(({ id }) => id.toLowerCase()))
  const gone = all.map(({ user }) => ({ id: user })).filter(({ id }) => !known.has(id.toLowerCase()))
  const write = (user: { id: string }) => writtenUser(user, roster.users, users, firstMayUse(done))
  return { users: [...users, ...gone].map(write), handhelds: all.map((one) => writtenHandheld(one)) }
}

type AddedHandheld = Pick<HandheldView, 'name' | 'user' | 'pin' | 'model'>

/** Handhelds that were added by hand, as they were then. */
function addedHandhelds(done: readonly DoneCommand[]): AddedHandheld[] {
  const added = new Map<string, AddedHandheld>()
  for (const { name, output } of done) {
    if (name !== 'handheld.add') continue
    const handheld = commands[name].output.parse(output)
    if (!added.has(handheld.name)) added.set(handheld.name, handheld)
  }
  return [...added.values()]
}

/** For users whose permission was changed by hand, what it had been before the first change, or at their addition. */
function firstMayUse(done: readonly DoneCommand[]): ReadonlyMap<string, boolean> {
  const first = new Map<string, boolean>()
  for (const { input, name } of done) {
    if (name !== 'user.save' || !('id' in input) || !('mayUseClient' in input)) continue
    const { id, mayUseClient } = input
    if (typeof mayUseClient !== 'boolean' || first.has(id.toLowerCase())) continue
    first.set(id.toLowerCase(), 'name' in input ? mayUseClient : !mayUseClient)
  }
  return first
}

function writtenUser(
  { id }: { id: string },
  roster: readonly RosterUser[],
  now: Snapshot['users'],
  first: ReadonlyMap<string, boolean>,
) {
  const written = roster.find((one) => one.id === id)
  const seen = now.find((one) => one.id.toLowerCase() === id.toLowerCase())
  const mayUseClient = written?.mayUseClient ?? first.get(id.toLowerCase()) ?? seen?.mayUseClient ?? true
  const name = seen?.name ?? written?.name
  const isUsual = name === undefined || name === id.charAt(0).toUpperCase() + id.slice(1)
  return { id, ...(isUsual ? {} : { name }), ...(mayUseClient ? {} : { mayUseClient }) }
}

function writtenHandheld({ model, name, pin, user }: Omit<AddedHandheld, 'pin'> & { pin: string | null }) {
  return { name, user, ...(pin === null ? {} : { pin }), ...(model === 'bold-9900' ? {} : { model }) }
}

/** The settings with which a lab started, as a file has them, where they are not the default and not in its file already. */
function changedFrom(file: LabFileInput, atStart: ServiceView): Record<string, SettingValue> {
  const values: Readonly<Record<string, SettingValue>> = atStart
  const usual: Readonly<Record<string, SettingValue>> = defaultService
  const written: Readonly<Record<string, unknown>> = file.service ?? {}
  return Object.fromEntries(
    settingList
      .filter(({ apiKey, key, section }) => {
        if (section !== 'service' || !(apiKey in values)) return false
        return key in written || !isSame(values[apiKey], usual[apiKey])
      })
      .map(({ apiKey, form, key }) => {
        const value = values[apiKey] ?? null
        return [key, form.kind === 'duration' && value !== null ? formatDuration(Number(value)) : value]
      }),
  )
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Without keys that have no value. */
function present<T extends object>(value: T): T
function present(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))
}

/** The same; undefined if nothing is left. */
function filled<T extends object>(value: T): T | undefined {
  const left = present(value)
  return Object.keys(left).length === 0 ? undefined : left
}
