import { isToken } from './tokens.ts'

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
  'EndPoints',
  'Event',
  'Expires',
  'From',
  'Max-Forwards',
  'Ms-Conversation-ID',
  'ms-diagnostics',
  'ms-keep-alive',
  'ms-piggyback-cseq',
  'Ms-Text-Format',
  'presence-state',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Require',
  'Record-Route',
  'Require',
  'Route',
  'Server',
  'Subscription-State',
  'Supported',
  'To',
  'User-Agent',
  'Via',
  'WWW-Authenticate',
]

/** The name of a header, as far as it can be worked out before its value is known. */
export interface HeaderName {
  /** The spelling of the sender. */
  readonly name: string
  /** The one key under which all spellings are found: long form, lower case. */
  readonly key: string
  /** How its line begins, with the line break that ends the line before. */
  readonly lineStart: string
  /** Whether it may stand in a message at all. */
  readonly isToken: boolean
}

/** Common names by spelling; fixed in size. */
const common = new Map<string, HeaderName>()
for (const [letter, key] of Object.entries(compactForms)) {
  for (const name of [letter, letter.toUpperCase()]) common.set(name, describe(name, key))
}
for (const name of commonNames) {
  const key = name.toLowerCase()
  for (const spelling of [name, key]) common.set(spelling, describe(spelling, key))
}

/**
 * The same ones as a tree of their characters, so that a name is recognised while its end is searched for, and not cut out of
 * the message. `nextNodes` holds for each node and code of a character the node that follows, or 0 where no name goes on.
 */
const codes = 128
const nameAtNode: HeaderName[] = []
const nextNodes = growTree()

function growTree(): Uint16Array {
  const names = [...common.values()]
  const next = new Uint16Array(codes * (1 + names.reduce((sum, { name }) => sum + name.length, 0)))
  let nodes = 1
  for (const name of names) {
    let node = 0
    for (const code of Buffer.from(name.name)) {
      const place = node * codes + code
      node = next[place] || nodes++
      next[place] = node
    }
    nameAtNode[node] = name
  }
  return next
}

function describe(name: string, key: string): HeaderName {
  return { name, key: asPropertyName(key), lineStart: `\r\n${name}: `, isToken: isToken(name) }
}

/** The text as an internalized string of V8, so that comparing two of them compares only references. */
function asPropertyName(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text
}

/** The common name that begins at `start` and ends before a colon; null where another one stands, or none. */
export function commonNameAt(bytes: Buffer, start: number): HeaderName | null {
  let node = 0
  for (let index = start; index < bytes.length; index += 1) {
    const code = bytes[index] ?? codes
    if (code === 0x3a) return nameAtNode[node] ?? null
    if (code >= codes) return null
    node = nextNodes[node * codes + code] ?? 0
    if (node === 0) return null
  }
  return null
}

export function headerName(name: string): HeaderName {
  return (
    common.get(name) ?? {
      name,
      key: headerKey(name),
      lineStart: `\r\n${name}: `,
      isToken: isToken(name),
    }
  )
}

/** The key of a name; see {@link HeaderName}. */
export function headerKey(name: string): string {
  const known = common.get(name)
  if (known !== undefined) return known.key
  const lower = name.toLowerCase()
  return common.get(lower)?.key ?? lower
}
