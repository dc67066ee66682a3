import type { Clock } from '../clock/index.ts'
import { extendedOid, ldapFrame, resultCode, resultName } from '../protocols/ldap/index.ts'
import type { FrameOrigin, Tap } from '../traffic/index.ts'
import { createConnection, type LdapConnection } from './connection.ts'
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
  /** The server is outside this lab, so the clock cannot see when it has handled what it was sent. */
  isExternal: boolean
}

export interface DirectoryClientOptions {
  clock: Clock
  tap: Tap
  /** Called before each authentication, so that settings can change while the lab runs. */
  target(): DirectoryTarget
  /** How long one authentication may take by the lab's clock, from connecting to the last answer. */
  timeoutMs: number
}

interface AuthenticationRequest {
  /** `alice`, `CORP\alice` or `alice@corp.example`. */
  user: string
  password: string
  /** The device that the login comes from, which the tap shows beside each message. */
  pin: string
  /** The login that asks, for the tap. */
  origin?: FrameOrigin
}

/** Asks Active Directory whether a password is right for a user. */
export interface DirectoryClient {
  /** @throws DirectoryUnavailable if Active Directory could not be asked */
  authenticate(request: AuthenticationRequest): Promise<BindOutcome>
  /** Makes pending authentications fail with DirectoryUnavailable, and refuses further ones. */
  close(): Promise<void>
}

/** Opens a connection for each authentication, because a bind changes who the connection acts for. */
export function createDirectoryClient(options: DirectoryClientOptions): DirectoryClient {
  const { clock, tap, timeoutMs } = options
  const open = new Set<LdapConnection>()
  let isClosed = false

  return {
    async authenticate({ user, password, pin, origin }) {
      const target = options.target()
      if (isClosed) throw labStopping(`${target.host}:${target.port}`)
      const connection = createConnection({
        clock,
        target,
        guardMs: timeoutMs,
        tap,
        observe: (message) => tap.frame(ldapFrame({ ...message, pin, origin })),
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
        connection.abort(closed(connection.address))
        throw thrown
      } finally {
        deadline.cancel()
        open.delete(connection)
      }
    },

    async close() {
      isClosed = true
      for (const connection of open) connection.abort(labStopping(connection.address))
    },
  }
}

/** Connects, and starts TLS as configured. */
async function prepare(connection: LdapConnection, target: DirectoryTarget): Promise<void> {
  await connection.open()
  if (target.isTls) return connection.secure()
  if (!target.startTls) return
  const answer = await connection.exchange(
    { kind: 'extendedRequest', oid: extendedOid.startTls, value: null },
    'start-tls',
  )
  if (answer.kind !== 'extendedResponse') {
    const facts = { request: 'extendedRequest', answer: answer.kind } as const
    throw new DirectoryUnavailable(connection.address, { code: 'wrong-answer', facts })
  }
  const { code, diagnostic } = answer.result
  if (code === resultCode.success) return connection.secure()
  // Never continue without TLS: anybody on the path could then answer that a password is right.
  const facts = { result: resultName(code), diagnostic }
  throw new DirectoryUnavailable(connection.address, { code: 'tls-refused', facts })
}

/** Tries Integrated Windows authentication first. If the server refuses that, tries a simple bind, but only under TLS. */
async function authenticateOn(
  connection: LdapConnection,
  credentials: BindCredentials,
  nowMs: number,
): Promise<BindOutcome> {
  const integrated = await bindWithNtlm(connection, credentials, nowMs)
  if (integrated.isAuthenticated !== null) return integrated
  if (!connection.isEncrypted) {
    throw new DirectoryUnavailable(connection.address, { code: 'password-would-show', facts: {} })
  }
  const simple = await bindWithPassword(connection, credentials)
  if (simple.isAuthenticated !== null) return simple
  if (simple.isNameStrange) {
    const facts = {
      spnegoResult: integrated.answer,
      bindName: bindNameOf(credentials),
      bindResult: simple.answer,
    }
    throw new DirectoryUnavailable(connection.address, { code: 'unlike-active-directory', facts })
  }
  throw new DirectoryUnavailable(connection.address, { code: 'no-mechanism', facts: {} })
}

function labStopping(address: string): DirectoryUnavailable {
  return new DirectoryUnavailable(address, { code: 'lab-stopping', facts: {} })
}
