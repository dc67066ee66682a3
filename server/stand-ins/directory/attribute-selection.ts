import type { LdapAttribute } from '../../protocols/ldap/index.ts'
import { parseDn } from './distinguished-name.ts'
import type { Domain } from './domain.ts'
import { dnValue, type Entry, type Value } from './entry.ts'
import { searchLimits } from './limits.ts'
import { type AttributeType, attributeNamed, attributeTypes } from './schema.ts'

/** A requested attribute with its options. */
interface Wanted {
  name: string
  isBinary: boolean
  range: { from: number; to: number | null } | null
}

export interface AttributeSelection {
  domain: Domain
  /** As the search names them. */
  attributes: readonly string[]
  isTypesOnly: boolean
  /** Some attributes are computed only for searches of a single entry ([MS-ADTS] 3.1.1.4.5.19). */
  isBase: boolean
  /** Writes a distinguished name. */
  write(value: Value): string | Uint8Array
}

/** RFC 4511 section 4.5.1.8: no names, or `*`, are all attributes but constructed ones; `+` those; `1.1` none. */
export function selectAttributes(selection: AttributeSelection): (entry: Entry) => LdapAttribute[] {
  const { attributes, isBase } = selection
  const isAll = attributes.length === 0 || attributes.includes('*')
  const hasOperational = attributes.includes('+')
  const wanted = attributes.flatMap(readWanted)
  const operational = hasOperational ? operationalNames : []
  // Entries of one kind have the same attributes, so determine the requested ones once.
  const wantedOf = new Map<readonly string[], Wanted[]>()

  function choose(entry: Entry): Wanted[] {
    const isRoot = entry.dn === ''
    const names = new Map<string, Wanted>()
    const add = (one: Wanted) => names.set(one.range ? `${one.name};range` : one.name, one)
    const addPlain = (name: string) => add({ name, isBinary: false, range: null })
    for (const one of wanted) add({ ...one, name: nameIn(entry, one.name, isRoot) })
    if (isAll || (isRoot && hasOperational)) {
      for (const name of entry.attributes) if (isRoot || !attributeNamed(name)?.isConstructed) addPlain(name)
    }
    if (!isRoot) for (const name of operational) addPlain(name)
    if (!isBase) names.delete('tokenGroups')
    return inOrderOf(entry, [...names.values()])
  }

  return (entry) => {
    const chosen = wantedOf.get(entry.attributes) ?? choose(entry)
    wantedOf.set(entry.attributes, chosen)
    return chosen.flatMap((one) => answered(one, valuesOf(selection.domain, entry, one.name), selection))
  }
}

/** Attributes are returned in the order of the entry, not of the request. */
function inOrderOf({ attributes }: Entry, wanted: Wanted[]): Wanted[] {
  const placeOf = ({ name }: Wanted) => {
    const at = attributes.indexOf(name)
    return at < 0 ? attributes.length : at
  }
  return wanted.sort((one, other) => placeOf(one) - placeOf(other))
}

/** The attributes of `+`, without those that are expensive or rarely wanted. */
const operationalNames = attributeTypes
  .filter(({ isConstructed }) => isConstructed)
  .map(({ name }) => name)
  .filter((name) => !['tokenGroups', 'allowedAttributes', 'attributeTypes', 'objectClasses'].includes(name))

/** `member;range=0-499`, `objectGUID;binary`. Attributes with other options do not exist here. */
function readWanted(written: string): Wanted[] {
  const [name = '', ...options] = written.split(';')
  if (['*', '+', '1.1', ''].includes(name)) return []
  let range: Wanted['range'] = null
  let isBinary = false
  for (const option of options) {
    const [, from, to] = /^range=(\d{1,9})-(\d{1,9}|\*)$/i.exec(option) ?? []
    if (from !== undefined) range = { from: Number(from), to: to === '*' ? null : Number(to) }
    else if (option.toLowerCase() === 'binary') isBinary = true
    else return []
  }
  return [{ name, isBinary, range }]
}

/** Attributes of the root DSE are not in the schema. */
function nameIn(entry: Entry, name: string, isRoot: boolean): string {
  if (!isRoot) return attributeNamed(name)?.name ?? name
  return entry.attributes.find((own) => own.toLowerCase() === name.toLowerCase()) ?? name
}

/** [MS-ADTS] 3.1.1.3.1.3.3: many values are returned in ranges, which the answer names. */
function answered(
  { isBinary, name, range }: Wanted,
  values: readonly Value[],
  { isTypesOnly, write }: AttributeSelection,
) {
  if (values.length === 0) return []
  const shownName = isBinary ? `${name};binary` : name
  const answer = (as: string, part: readonly Value[]): LdapAttribute => ({
    name: as,
    values: isTypesOnly ? [] : part.map(write),
  })
  const most = searchLimits.MaxValRange
  if (!range && values.length <= most) return [answer(shownName, values)]
  const { from, to } = range ?? { from: 0, to: null }
  if (from >= values.length) return [answer(`${name};range=${from}-*`, [])]
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, from + most - 1)
  const isLast = end >= values.length - 1
  const part = answer(`${name};range=${from}-${isLast ? '*' : end}`, values.slice(from, end + 1))
  return range ? [part] : [answer(shownName, []), part]
}

/** The values of an attribute, constructed ones too. */
export function valuesOf(domain: Domain, entry: Entry, name: string): readonly Value[] {
  if (entry.dn === '') return entry.values(name)
  switch (name) {
    case 'createTimeStamp':
      return entry.values('whenCreated')
    case 'modifyTimeStamp':
      return entry.values('whenChanged')
    case 'structuralObjectClass':
      return entry.values('objectClass')
    case 'subSchemaSubEntry':
      return [dnValue(`CN=Aggregate,${domain.schema.dn}`)]
    case 'canonicalName':
      return [canonicalName(entry.dn)]
    case 'allowedAttributes':
      return entry.values('objectClass').length > 0 ? readableAttributes : []
    default:
      return entry.values(name)
  }
}

const readableAttributes = attributeTypes
  .filter((type: AttributeType) => !type.isConstructed)
  .map(({ name }) => name)

/** `corp.example/Users/alice`; of the domain itself `corp.example/`. */
export function canonicalName(dn: string): string {
  const name = parseDn(dn) ?? []
  const [labels, above] = [[] as string[], [] as string[]]
  for (const [ava] of name) {
    if (ava?.type === 'dc') labels.push(ava.value)
    else if (ava) above.unshift(ava.value.replaceAll('/', '\\/'))
  }
  return `${labels.join('.')}/${above.join('/')}`
}
