import { resolve } from 'node:path'
import { environments, environmentTransports } from '#contract'
import { nearest } from '../base/index.ts'
import type { StandIn } from './blank-out-faults.ts'
import { didYouMean, type Objection } from './objections.ts'
import { type ReadDocument, type Report, readDocument } from './read-document.ts'
import { namedUsers, numbered } from './roster.ts'
import { type LabFile, type LabFileInput, labFile, userId } from './schema.ts'

export type CheckedLabFile = ReadDocument<typeof labFile>

/** Reads and checks a lab file. @throws {UnusableFile} */
export function readLabFile(file: string): Promise<CheckedLabFile> {
  return readDocument(file, labFile, checkLab, labStandIn)
}

/**
 * For {@link checkDocument}: without a valid list of users and handhelds nothing else can be checked, since every name would
 * seem unknown.
 */
export function labStandIn({ path, about }: Objection): StandIn | null {
  const key = path.at(-1)
  if (about === 'missing' || typeof key !== 'string') return null
  if (path.length === 1 && nearest(key, ['users', 'handhelds']) !== null) return null
  return { path, value: undefined }
}

/** The files that a lab reads or stores its data in. @param folder base of relative paths */
export function filesOfLab(lab: LabFileInput, folder: string): string[] {
  const { communicationsServer, directory, database = 'memory' } = lab
  const { ca, cert, key } = communicationsServer?.external ?? {}
  const kept = /^(memory$|postgres(ql)?:)/.test(database)
    ? []
    : ['', '-journal', '-wal', '-lock'].map((ending) => `${database}${ending}`)
  return [ca, cert, key, directory?.external?.ca, ...kept]
    .filter((path) => path !== undefined)
    .map((path) => resolve(folder, path))
}

/** Fills in the defaults of a lab file. */
export function parseLabFile(input: LabFileInput): LabFile {
  return labFile.parse(input)
}

/** Checks beyond the schema of a lab file: unknown names, duplicate names, and settings that exclude each other. */
export function checkLab(file: LabFile, report: Report): void {
  checkTransport(file, report)
  checkDatabase(file, report)
  checkUsers(file, report)
  checkHandhelds(file, report)
}

function checkTransport(
  { service, communicationsServer: { listen, external } }: LabFile,
  report: Report,
): void {
  if (environmentTransports[service.environment].includes('tcp')) return
  const others = environments.filter((name) => environmentTransports[name].includes('tcp'))
  const text = `expected tls: tcp may be configured for environment ${others.join(' or ')} only`
  if (listen.transport === 'tcp') report(['communicationsServer', 'listen', 'transport'], text)
  if (external?.transport === 'tcp') report(['communicationsServer', 'external', 'transport'], text)
}

function checkDatabase({ database = '' }: LabFile, report: Report): void {
  if (!/^postgres(ql)?:/.test(database)) return
  report(['database'], 'PostgreSQL is not supported yet: expected a file, or memory')
}

function checkUsers({ users = [] }: LabFile, report: Report): void {
  const seen = new Set<string>()
  for (const [index, { id }] of users.entries()) {
    // Active Directory treats Alice and alice as the same name.
    if (seen.has(id.toLowerCase())) report(['users', index, 'id'], `there is already a user ${show(id)}`)
    seen.add(id.toLowerCase())
  }
}

function checkHandhelds(file: LabFile, report: Report): void {
  const ids = new Set(namedUsers(file).map(({ id }) => id))
  const names = new Set<string>()
  const pins = new Set<string>()
  const take = (name: string, path: readonly PropertyKey[]) => {
    if (names.has(name)) report(path, `there is already a handheld ${show(name)}`)
    names.add(name)
  }

  for (const [index, entry] of (file.handhelds ?? []).entries()) {
    const path = ['handhelds', index]
    if ('fleet' in entry) {
      checkFleet(entry, path, report, take)
      continue
    }
    take(entry.name, [...path, 'name'])
    const pin = entry.pin?.toUpperCase()
    if (pin !== undefined && pins.has(pin)) report([...path, 'pin'], `another handheld has PIN ${pin}`)
    if (pin !== undefined) pins.add(pin)
    if (!ids.has(entry.user) && !isFromFleet(file, entry.user)) {
      const known = [...ids]
      report(
        [...path, 'user'],
        `expected a user of this lab (${list(known)}), found ${show(entry.user)}${didYouMean(nearest(entry.user, known))}`,
      )
    }
  }
}

interface Fleet {
  fleet: number
  user: string
  name: string
}

function checkFleet(
  { fleet, user, name }: Fleet,
  path: readonly PropertyKey[],
  report: Report,
  take: (name: string, path: readonly PropertyKey[]) => void,
): void {
  if (!userId.safeParse(numbered(user, fleet)).success) {
    report(
      [...path, 'user'],
      `${show(user)} makes no user ID: letters, digits, dot, dash, underscore and {n}`,
    )
  }
  if (fleet > 1 && !name.includes('{n}')) {
    report([...path, 'name'], `expected {n} in the name of a fleet, found ${show(name)}`)
    return
  }
  for (let number = 1; number <= fleet; number += 1) take(numbered(name, number), [...path, 'name'])
}

function isFromFleet(file: LabFile, user: string): boolean {
  return (file.handhelds ?? []).some((entry) => {
    if (!('fleet' in entry)) return false
    const [before = '', after = ''] = entry.user.split('{n}')
    const number = Number(user.slice(before.length, user.length - after.length))
    return number >= 1 && number <= entry.fleet && numbered(entry.user, number) === user
  })
}

function show(text: string): string {
  return JSON.stringify(text)
}

/** Lists the first few names, so that a fleet of five hundred does not fill the screen. */
function list(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ')
}
