import { createHash } from 'node:crypto'

/** The name space of endpoint identifiers (MS-SIPRE, user agent initialization), laid out as a Windows GUID. */
const nameSpace = Buffer.from('03fbacfc738aef4691b1e5ebeeaba4fe', 'hex')

/** What tells one endpoint of a user from another. Derived from the handheld's PIN: the same at every login. */
export interface EndpointIdentity {
  /** Ten hexadecimal digits. */
  readonly epid: string
  readonly uuid: string
}

export function endpointIdentity(pin: string): EndpointIdentity {
  const epid = createHash('sha256').update(`bramble-epid-${pin.toUpperCase()}`).digest('hex').slice(0, 10)
  return { epid, uuid: endpointUuid(epid) }
}

/** The UUID that belongs to an epid: version 5, of SHA-1, of the name space and the epid (RFC 4122 section 4.3). */
export function endpointUuid(epid: string): string {
  const hash = createHash('sha1').update(nameSpace).update(epid).digest()
  // The first three fields are little-endian numbers, as in the name space; version and variant go where they then lie.
  hash.writeUInt8((hash.readUInt8(7) & 0x0f) | 0x50, 7)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const fields = [
    hash.subarray(0, 4).reverse(),
    hash.subarray(4, 6).reverse(),
    hash.subarray(6, 8).reverse(),
    hash.subarray(8, 10),
    hash.subarray(10, 16),
  ]
  return fields.map((field) => field.toString('hex')).join('-')
}
