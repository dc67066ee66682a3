import { dnKey } from './distinguished-name.ts'
import type { Entry, Value } from './entry.ts'
import { usersContainerGuid } from './fixed-entries.ts'
import { guidBytesOf, sidBytes } from './identifiers.ts'
import type { Tree } from './tree.ts'

/**
 * The normal form of a name that may also be one of Active Directory's own ([MS-ADTS] 3.1.1.3.1.2.4): `<GUID=…>`, `<SID=…>`
 * and `<WKGUID=…,DN>`, for the object with that identifier.
 * @returns null for an invalid name, or if no object has the identifier
 */
export function keyOfName(tree: Tree, name: string): string | null {
  const [, kind = '', value = ''] = /^\s*<(GUID|SID|WKGUID)=([^>]*)>\s*$/i.exec(name) ?? []
  switch (kind.toUpperCase()) {
    case 'GUID':
      return keyOfValue(tree, 'objectGUID', guidOf(value))
    case 'SID':
      return keyOfValue(tree, 'objectSid', sidBytes(value) ?? hexOf(value))
    case 'WKGUID': {
      const comma = value.indexOf(',')
      const base = dnKey(value.slice(comma + 1))
      const isUsers = value.slice(0, comma).toLowerCase() === usersContainerGuid
      return isUsers && base !== null && tree.find(`cn=users,${base}`) ? `cn=users,${base}` : null
    }
    default:
      return dnKey(name)
  }
}

function guidOf(value: string): Uint8Array | null {
  return guidBytesOf(value) ?? hexOf(value)
}

function hexOf(value: string): Uint8Array | null {
  return /^(?:[0-9a-f]{2})+$/i.test(value) ? Buffer.from(value, 'hex') : null
}

function keyOfValue(tree: Tree, attribute: string, wanted: Uint8Array | null): string | null {
  return wanted === null ? null : (entryWith(tree, attribute, wanted)?.key ?? null)
}

/** The entry with these octets as its objectGUID or objectSid. It checks every entry, since such searches are rare. */
export function entryWith(tree: Tree, attribute: string, wanted: Uint8Array): Entry | null {
  const isWanted = (value: Value) => value instanceof Uint8Array && Buffer.compare(value, wanted) === 0
  for (const entry of tree.all(null)) if (entry.values(attribute).some(isWanted)) return entry
  return null
}
