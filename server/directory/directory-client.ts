import type { Clock } from '../clock/index.ts'
import { extendedOid, ldapFrame, resultCode, resultName } from '../protocols/ldap/index.ts'
import type { Tap } from '../traffic/index.ts'
import { createConnection, type LdapConnection, notUnderstood } from './connection.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'
import {
  type BindCredentials,
  type BindOutcome,
  bindNameOf,
  bindWithNtlm,
  bindWithPassword,
} from './mechanisms.ts'
import { closed } from './socket-failures.ts'

/** The domain controller to ask. */
export interface DirectoryTarget {
  host: string
  port: number
  /** LDAPS: TLS from the first byte. */
  isTls: boolean
  /** TLS after the StartTLS operation; ignored with `isTls`. */
  startTls: boolean
  /** PEM of the authority that signed the server's certificate; null: the machine's own list. */
  ca: string | null
  /** The name that the certificate must show; null: the host. */
  serverName: string | null
  /** The NetBIOS name of the domain, such as `CORP`. */
  domain: string
  /** The DNS name of the domain, such as `corp.example`. */
  dns: string
  /** The server is outside this lab, so the clock cannot see when it has dealt with what it was sent. */
  isExternal: boolean
}

export interface DirectoryClientOptions {
  clock: Clock
  tap: Tap
  /** Asked before each authentication, so that settings can change while the lab runs. */
  target(): DirectoryTarget
  /** How long one authentication may take, by the lab's clock: connecting and all its messages together. */
  timeoutMs: number
}

interface AuthenticationRequest {
  /** `alice`, `CORP\alice` or `alice@corp.example`. */
  user: string
  password: string
  /** The device that the login comes from, for the tap. */
  pin: string
}

/** Asks Active Directory whether a user and a password belong together. */
export interface DirectoryClient {
  /** @throws DirectoryUnavailable when there was no answer to be had */
  authenticate(request: AuthenticationRequest): Promise<BindOutcome>
  /** Fails the requests that are under way as unavailable, and refuses further ones. */
  close(): Promise<void>
}

/** Each authentication has a connection of its own, because a bind changes who the connection acts for. */
export function createDirectoryClient(options: DirectoryClientOptions): DirectoryClient {
  const { clock, tap, timeoutMs } = options
  const open = new Set<LdapConnection>()
  let isClosed = false

  return {
    async authenticate({ user, password, pin }) {
      if (isClosed) throw closedHere()
      const target = options.target()
      const connection = createConnection({
        clock,
        target,
        guardMs: timeoutMs,
        tap,
        observe: (message) => tap.frame(ldapFrame({ ...message, pin })),
      })
      open.add(connection)
      const deadline = clock.after(timeoutMs, () => connection.giveUp())
      try {
        await prepare(connection, target)
        const credentials = { user, password, domain: { name: target.domain, dns: target.dns } }
        const outcome = await authenticateOn(connection, credentials, clock.now())
        connection.unbind()
        return outcome
      } catch (thrown) {
        connection.abort(closed(connection.where))
        throw thrown
      } finally {
        deadline.cancel()
        open.delete(connection)
      }
    },

    async close() {
      isClosed = true
      for (const connection of open) connection.abort(closedHere())
    },
  }
}

/** Connects, and starts TLS in the way that is configured. */
async function prepare(connection: LdapConnection, target: DirectoryTarget): Promise<void> {
  await connection.open()
  if (target.isTls) return connection.secure()
  if (!target.startTls) return
  const answer = await connection.exchange(
    { kind: 'extendedRequest', oid: extendedOid.startTls, value: null },
    'the request to start TLS',
  )
  if (answer.kind !== 'extendedResponse') {
    throw notUnderstood(connection.where, `it answered an extendedRequest with a ${answer.kind}`)
  }
  const { code, diagnostic } = answer.result
  if (code === resultCode.success) return connection.secure()
  throw new DirectoryUnavailable(
    'tls',
    `${connection.where} refused to start TLS: ${resultName(code)}${diagnostic && ` (${diagnostic})`}`,
    // Without TLS anybody on the way could say that a password is right.
    { remedy: 'give the domain controller a certificate' },
  )
}

/** Integrated Windows authentication; a simple bind where the server refuses that, and only under TLS. */
async function authenticateOn(
  connection: LdapConnection,
  credentials: BindCredentials,
  nowMs: number,
): Promise<BindOutcome> {
  const integrated = await bindWithNtlm(connection, credentials, nowMs)
  if (integrated.isAuthenticated !== null) return integrated
  if (!connection.isEncrypted) {
    throw new DirectoryUnavailable(
      'no-mechanism',
      `${connection.where} refuses Integrated Windows authentication, and a simple bind would show the password`,
      { remedy: 'configure TLS for the directory, so that a simple bind may be used' },
    )
  }
  const simple = await bindWithPassword(connection, credentials)
  if (simple.isAuthenticated !== null) return simple
  if (simple.isNameStrange) {
    const tried = `GSS-SPNEGO (${integrated.answer}) nor a bind as ${bindNameOf(credentials)} (${simple.answer})`
    throw new DirectoryUnavailable(
      'not-active-directory',
      `the server at ${connection.address} takes neither ${tried}: it is no Active Directory`,
      { remedy: 'name a domain controller, of Active Directory or of Samba' },
    )
  }
  throw new DirectoryUnavailable(
    'no-mechanism',
    `${connection.where} accepts neither Integrated Windows authentication nor a simple bind`,
  )
}

function closedHere(): DirectoryUnavailable {
  return new DirectoryUnavailable(
    'closed',
    'the connection to Active Directory was closed because the lab is stopping',
  )
}
