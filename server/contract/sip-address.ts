/**
 * The one spelling of a person's SIP address, by which addresses are compared. It is in lower case and without password,
 * port and parameters, because Communications Servers take `sip:Alice@` and `sip:alice@` for one user, whatever RFC 3261
 * section 19.1.4 says of the user part; and it begins with `sip:`, because `sips:` names the same user (RFC 5630 section 4).
 *
 * A text that is no address of a user is known by itself in lower case, such as a name of another network.
 *
 * @example addressKey(' SIPS:al%69ce@Corp.example:5061;transport=tls') // 'sip:alice@corp.example'
 */
export function addressKey(address: string): string {
  const text = withoutScheme(address.trim())
  const parts = /^([^@:]+)(?::[^@]*)?@(\[[^\]@]+\]|[^@:;?[\]]+)(?:[:;?][^@]*)?$/.exec(text)
  const user = unescaped(parts?.[1] ?? '')
  const host = canonicalHost(parts?.[2] ?? '')
  return user && host ? `sip:${escapeUser(user)}@${host}`.toLowerCase() : `sip:${text}`.toLowerCase()
}

/** Whether two addresses are the same person's. */
export function isSameAddress(one: string, other: string): boolean {
  return addressKey(one) === addressKey(other)
}

/** An address as people write it: `bob@corp.example` for `sip:bob@corp.example`. */
export function withoutScheme(address: string): string {
  return address.replace(/^sips?:/i, '')
}

/** An address as messages carry it: `sip:bob@corp.example` for `bob@corp.example`. */
export function withScheme(address: string): string {
  return /^sips?:/i.test(address) ? address : `sip:${address}`
}

/** What somebody is called of whom only the address is known: `bob` for `sip:bob@corp.example`. */
export function nameInAddress(address: string): string {
  return withoutScheme(address).replace(/@.*$/, '')
}

/**
 * One spelling for each host: lower case, no dot at the end (the root of DNS, which every full name has), IPv6 addresses in
 * their shortest form. Null where brackets hold no IPv6 address.
 */
export function canonicalHost(host: string): string | null {
  const lower = host.toLowerCase()
  if (lower.startsWith('[')) {
    return URL.canParse(`http://${lower}`) ? new URL(`http://${lower}`).hostname : null
  }
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** @returns null where there is an escape that is none */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/**
 * Leaves the characters that a user part may have as they are (RFC 3261 section 25.1, `user-unreserved`). Half a surrogate pair,
 * which has no escape, becomes U+FFFD.
 */
function escapeUser(user: string): string {
  return encodeURIComponent(user.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /%(?:26|3D|2B|24|2C|3B|3F|2F)/g,
    decodeURIComponent,
  )
}
