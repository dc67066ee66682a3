import type { SipHeaders } from '../../sip/index.ts'

/** The value that every Communications Server gives for its realm ([MS-SIPAE] section 4.1). */
export const realm = 'SIP Communications Service'

/**
 * Which headers a client and a server speak in: the first three where the server is the one asked, as registrar or user
 * agent, the others where it passes requests on (RFC 3261 sections 22.2 and 22.3).
 */
export const roles = {
  server: {
    status: 401,
    reason: 'Unauthorized',
    challenge: 'WWW-Authenticate',
    credentials: 'Authorization',
    info: 'Authentication-Info',
  },
  proxy: {
    status: 407,
    reason: 'Proxy Authentication Required',
    challenge: 'Proxy-Authenticate',
    credentials: 'Proxy-Authorization',
    info: 'Proxy-Authentication-Info',
  },
} as const

export type Role = keyof typeof roles

/** What a client writes in (Proxy-)Authorization ([MS-SIPAE] section 3.3.5.2), not believed yet. */
export interface Credentials {
  readonly role: Role
  readonly realm: string
  readonly targetName: string
  /** 2 where the client says nothing, as clients of that version do. */
  readonly version: number
  readonly opaque: string | null
  /** Empty to begin a handshake; null in a message that is only signed. */
  readonly gssapiData: string | null
  /** The signature, in hexadecimal, and what makes it differ from any other. */
  readonly response: string | null
  readonly rand: string
  readonly number: string
}

/** Each one costs a computation; a client has one for the server and one for the proxy. */
const mostConsidered = 4

/**
 * Reads the NTLM credentials of a message that are meant for this server: same realm, same target name.
 * What cannot be read, or is meant for somebody else, is as good as absent.
 */
export function readCredentials(headers: SipHeaders, targetName: string): Credentials[] {
  const found: Credentials[] = []
  for (const role of ['server', 'proxy'] as const) {
    for (const value of headers.all(roles[role].credentials)) {
      const parameters = parseNtlmParameters(value)
      const get = (name: string) => parameters?.get(name) ?? ''
      const isMine =
        get('realm').toLowerCase() === realm.toLowerCase() &&
        get('targetname').toLowerCase() === targetName.toLowerCase()
      if (!parameters || !isMine || found.length >= mostConsidered) continue
      found.push({
        role,
        realm: get('realm'),
        targetName: get('targetname'),
        version: /^[0-9]{1,2}$/.test(get('version')) ? Number(get('version')) : 2,
        opaque: parameters.get('opaque') ?? null,
        gssapiData: parameters.get('gssapi-data') ?? null,
        response: parameters.get('response') ?? null,
        rand: get('crand'),
        number: get('cnum'),
      })
    }
  }
  return found
}

/**
 * Reads `NTLM name="value", name=value, …` (RFC 3261 section 25.1, credentials).
 * @returns names in lower case, or null where it is another scheme or cannot be read
 */
export function parseNtlmParameters(value: string): ReadonlyMap<string, string> | null {
  const scheme = /^NTLM[ \t]+/i.exec(value)
  if (!scheme) return null
  const parameters = new Map<string, string>()
  const next = /([A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s,"]*))[ \t]*(,[ \t]*|$)/y
  next.lastIndex = scheme[0].length
  while (next.lastIndex < value.length) {
    const match = next.exec(value)
    if (!match) return null
    const name = (match[1] ?? '').toLowerCase()
    if (parameters.has(name)) return null
    parameters.set(name, match[2]?.replace(/\\([\s\S])/g, '$1') ?? match[3] ?? '')
  }
  return parameters
}
