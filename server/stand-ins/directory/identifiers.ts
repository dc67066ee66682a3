import { createHash } from 'node:crypto'

/**
 * Security identifiers and GUIDs. Active Directory counts the first and draws the second; here both follow from the names
 * of the domain and of the object, so that a lab that starts again, and another copy of it, has the same (invented).
 */

/** S-1-5-21: identifiers of a domain; what follows are three numbers of its own. */
export function domainSid(dns: string): string {
  const digest = hash('domain', dns)
  return `S-1-5-21-${[0, 4, 8].map((at) => digest.readUInt32BE(at)).join('-')}`
}

/** DOMAIN_GROUP_RID_USERS. */
export const domainUsersRid = 513

const firstUserRid = 1000
const userRids = 2 ** 30

/** The last number of a user's identifier. Two of ten thousand users have the same in one lab of twenty. */
export function userRid(id: string): number {
  return firstUserRid + (hash('user', id).readUInt32BE(0) % userRids)
}

/** [MS-DTYP] 2.4.2.2. @returns null for an invalid security identifier */
export function sidBytes(text: string): Uint8Array | null {
  const parts = /^S-1-(\d{1,10})((?:-\d{1,10}){1,15})$/i.exec(text)
  if (!parts) return null
  const authority = Number(parts[1])
  const numbers = (parts[2] ?? '').slice(1).split('-').map(Number)
  if (authority > 0xffff_ffff || numbers.some((number) => number > 0xffff_ffff)) return null
  const bytes = Buffer.alloc(8 + 4 * numbers.length)
  bytes[0] = 1
  bytes[1] = numbers.length
  bytes.writeUInt32BE(authority, 4)
  numbers.forEach((number, index) => {
    bytes.writeUInt32LE(number, 8 + 4 * index)
  })
  return bytes
}

/** A GUID that belongs to a name in a domain: a UUID of version 5 (RFC 9562 section 5.5), in Microsoft's order of bytes. */
export function guidBytes(dns: string, name: string): Uint8Array {
  const digest = hash('guid', dns, name).subarray(0, 16)
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  return swapped(digest)
}

/** `{2f6c…}` or `2f6c…`, in bytes. @returns null for an invalid GUID */
export function guidBytesOf(text: string): Uint8Array | null {
  const [, digits] =
    /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(text) ?? []
  return digits === undefined ? null : swapped(Buffer.from(digits.replaceAll('-', ''), 'hex'))
}

export function guidText(bytes: Uint8Array): string {
  const hex = swapped(bytes).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** [MS-DTYP] 2.3.4: the first three numbers have their lowest byte first. */
function swapped(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes)
  copy.subarray(0, 4).reverse()
  copy.subarray(4, 6).reverse()
  copy.subarray(6, 8).reverse()
  return copy
}

function hash(...parts: string[]): Buffer {
  const lower = parts.map((part) => part.toLowerCase()).join('\0')
  return createHash('sha256').update(`bramble\0${lower}`).digest()
}
