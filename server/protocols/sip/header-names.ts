/** RFC 3261 section 7.3.3, RFC 6665, RFC 3515, RFC 3892, RFC 3841, RFC 4028, RFC 8224: one letter for common names. */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}

const commonNames = [
  'Accept',
  'Allow',
  'Allow-Events',
  'Authorization',
  'Authentication-Info',
  'Call-ID',
  'Contact',
  'Content-Length',
  'Content-Type',
  'CSeq',
  'Date',
  'Event',
  'Expires',
  'From',
  'Max-Forwards',
  'ms-diagnostics',
  'ms-keep-alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Record-Route',
  'Require',
  'Route',
  'Server',
  'Supported',
  'To',
  'User-Agent',
  'Via',
  'WWW-Authenticate',
]

/** Caches the keys of the few common names; fixed in size. */
const knownKeys = new Map<string, string>()
for (const [letter, key] of Object.entries(compactForms)) {
  knownKeys.set(letter, asPropertyName(key))
  knownKeys.set(letter.toUpperCase(), asPropertyName(key))
}
for (const name of commonNames) {
  knownKeys.set(name, asPropertyName(name.toLowerCase()))
  knownKeys.set(name.toLowerCase(), asPropertyName(name.toLowerCase()))
}

/** The text as an internalized string of V8, so that comparing two of them compares only references. */
function asPropertyName(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text
}

/** The key of a common name in its usual spelling; undefined for all others. */
export function knownHeaderKey(name: string): string | undefined {
  return knownKeys.get(name)
}

/** The one key under which all spellings of a header's name are found: long form, lower case. */
export function headerKey(name: string): string {
  const known = knownKeys.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  return knownKeys.get(lower) ?? lower
}
