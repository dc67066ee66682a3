/** The UUID in `<urn:uuid:…>`, the value of +sip.instance (RFC 5626 section 4.1), or null. */
export function instanceUuid(instance: string): string | null {
  const match = /^<urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>$/i.exec(instance)
  return match?.[1]?.toLowerCase() ?? null
}

/**
 * The address of exactly one endpoint of a user (MS-SIPRE section 2.2.3). Its opaque part is the
 * endpoint's UUID as Windows lays out a GUID in memory (three little-endian numbers, then eight bytes), two zero bytes,
 * and base64 with the alphabet that is safe in addresses.
 */
export function endpointGruu(sipAddress: string, uuid: string): string {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  const guid = Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
    Buffer.alloc(2),
  ])
  return `${sipAddress};opaque=user:epid:${guid.toString('base64url')};gruu`
}
