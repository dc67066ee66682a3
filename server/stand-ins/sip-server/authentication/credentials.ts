import {
  type AuthenticationRole,
  authenticationRoles,
  microsoftRealm,
  parseAuthentication,
  type SipHeaders,
} from '../../../protocols/sip/index.ts'

/** The content of (Proxy-)Authorization ([MS-SIPAE] section 3.3.5.2), not verified yet. */
export interface SipCredentials {
  readonly role: AuthenticationRole
  readonly realm: string
  readonly targetName: string
  /** Version 2 if the client sends none, as clients of that version do. */
  readonly version: number
  readonly opaque: string | null
  /** Empty to begin a handshake; null in a message that is only signed. */
  readonly gssapiData: string | null
  /** The signature, in hexadecimal, and what makes it differ from any other. */
  readonly response: string | null
  readonly rand: string
  readonly number: string
}

/** Maximum sets of credentials, since each costs a computation; a client has one for the server and one for the proxy. */
const mostConsidered = 4

/**
 * Reads the NTLM credentials of a message that are meant for this server: same realm, same target name.
 * Credentials that are unreadable or for another server count as absent.
 */
export function readCredentials(headers: SipHeaders, targetName: string): SipCredentials[] {
  const found: SipCredentials[] = []
  for (const role of ['server', 'proxy'] as const) {
    for (const value of headers.all(authenticationRoles[role].credentials)) {
      const parsed = parseAuthentication(value)
      const parameters = parsed?.scheme === 'ntlm' ? parsed.parameters : null
      const get = (name: string) => parameters?.get(name) ?? ''
      const isMine =
        get('realm').toLowerCase() === microsoftRealm.toLowerCase() &&
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
