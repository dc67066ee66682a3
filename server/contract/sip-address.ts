/**
 * The canonical form of a person's SIP address, by which addresses are compared. It is in lower case and has no password, port and
 * parameters, because Communications Servers treat `sip:Alice@` and `sip:alice@` as one user, unlike RFC 3261 section 19.1.4. It
 * begins with `sip:`, because `sips:` names the same user (RFC 5630 section 4).
 *
 * For a text that is not a SIP address, such as a name in another network, the canonical form is the text in lower case.
 *
 * @example addressKey(' SIPS:al%69ce@Corp.example:5061;transport=tls') // 'sip:alice@corp.example'
 */
export function addressKey(address: string): string {
  const usual = usualAddress.exec(address)?.[1]
  if (usual !== undefined) return `sip:${usual.toLowerCase()}`
  const text = withoutScheme(address.trim())
  const parts = /^([^@:]+)(?::[^@]*)?@(\[[^\]@]+\]|[^@:;?[\]]+)(?:[:;?][^@]*)?$/.exec(text)
  const user = unescaped(parts?.[1] ?? '')
  const host = canonicalHost(parts?.[2] ?? '')
  return user && host ? `sip:${escapeUser(user)}@${host}`.toLowerCase() : `sip:${text}`.toLowerCase()
}

/** Nearly every address: nothing in it is escaped, and nothing has to go but the scheme. */
const usualAddress = /^(?:sips?:)?([A-Za-z0-9._-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)$/i

/** Whether two addresses belong to the same person. */
export function isSameAddress(one: string, other: string): boolean {
  return addressKey(one) === addressKey(other)
}

/** Removes the scheme, as people write addresses: `bob@corp.example` for `sip:bob@corp.example`. */
export function withoutScheme(address: string): string {
  return address.replace(/^sips?:/i, '')
}

/** Adds the scheme if it is missing, as messages contain addresses: `sip:bob@corp.example` for `bob@corp.example`. */
export function withScheme(address: string): string {
  return /^sips?:/i.test(address) ? address : `sip:${address}`
}

/** The name of a person without a display name: `bob` for `sip:bob@corp.example`. */
export function nameInAddress(address: string): string {
  return withoutScheme(address).replace(/@.*$/, '')
}

/**
 * The canonical form of a host: lower case, without a dot at the end, IPv6 addresses in their shortest form.
 * @returns null if the text in brackets is not an IPv6 address
 */
export function canonicalHost(host: string): string | null {
  const lower = host.toLowerCase()
  if (lower.startsWith('[')) {
    return URL.canParse(`http://${lower}`) ? new URL(`http://${lower}`).hostname : null
  }
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** Decodes percent escapes. @returns null if an escape is invalid */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/**
 * Escapes all characters except those that a user part may contain (RFC 3261 section 25.1, `user-unreserved`). An unpaired
 * surrogate, which cannot be escaped, becomes U+FFFD.
 */
function escapeUser(user: string): string {
  return encodeURIComponent(user.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /%(?:26|3D|2B|24|2C|3B|3F|2F)/g,
    decodeURIComponent,
  )
}
