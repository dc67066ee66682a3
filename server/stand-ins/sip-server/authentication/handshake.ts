import { causeOf, type SignInFault } from '#contract'
import type { Clock } from '../../../clock/index.ts'
import {
  accountIdOf,
  createNtlmServer,
  hasFlag,
  NtlmError,
  type NtlmServer,
  type NtlmServerNames,
} from '../../../protocols/ntlm/index.ts'
import { authenticationDiagnostics, type Diagnostic } from '../diagnostics.ts'

/** An account of the directory, as far as authentication needs it. */
interface AuthenticationAccount {
  readonly id: string
  readonly ntHash: Uint8Array
  /** Empty if the user is not enabled for SIP. */
  readonly sipAddress: string
  /** Any state but `enabled` refuses even the right password. */
  readonly state: string
}

/** The queries to the directory. */
export interface AuthenticationAccounts {
  find(userId: string): AuthenticationAccount | undefined | Promise<AuthenticationAccount | undefined>
}

/** The options of a handshake about the server and its domain. */
export interface HandshakeContext {
  readonly clock: Clock
  readonly names: NtlmServerNames
  readonly accounts: AuthenticationAccounts
}

/** Maximum error of a client's clock ([MS-SIP], the Date header of a challenge: 15 minutes with NTLM). */
const mostSkewMs = 15 * 60_000
/** How long a challenge waits for its answer. Invented. */
const handshakeTimeMs = 60_000

export type Conclusion =
  | {
      readonly isProven: true
      readonly account: AuthenticationAccount
      readonly sessionKey: Uint8Array
      readonly flags: number
    }
  | {
      readonly isProven: false
      readonly diagnostic: Diagnostic
      /** The reason for operators. The client does not get it, since it would help an attacker. */
      readonly why: SignInFault
    }

/**
 * One handshake of NTLM without a connection ([MS-NLMP] section 1.3.1.2): the client sends nothing, the server its
 * challenge, the client its answer. A challenge is answered once.
 */
export class Handshake {
  readonly opaque: string
  readonly version: number
  /** The second message of NTLM, in base64. */
  readonly challenge: string
  readonly #context: HandshakeContext
  readonly #ntlm: NtlmServer
  readonly #startedAt: number

  constructor(context: HandshakeContext, opaque: string, version: number) {
    this.#context = context
    this.opaque = opaque
    this.version = version
    this.#startedAt = context.clock.now()
    // Send no time in the challenge, as OCS on Windows Server 2003 did: clients would answer with the server's time, which
    // would hide a wrong clock.
    this.#ntlm = createNtlmServer(context.names, {
      now: this.#startedAt,
      grant: ['sign', 'datagram', 'identify'],
      tellsTime: false,
    })
    this.challenge = Buffer.from(this.#ntlm.challenge(null)).toString('base64')
  }

  get isExpired(): boolean {
    return this.#context.clock.now() - this.#startedAt > handshakeTimeMs
  }

  /** Checks the client's answer ([MS-SIPAE] section 3.3.5.2). Never throws, for any answer. */
  async conclude(gssapiData: string): Promise<Conclusion> {
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(gssapiData)) return failed({ code: 'not-base64', facts: {} })
    try {
      return await this.#conclude(Buffer.from(gssapiData, 'base64'))
    } catch (error) {
      if (error instanceof NtlmError) return failed({ code: 'not-ntlm', facts: { cause: causeOf(error) } })
      throw error
    }
  }

  async #conclude(token: Uint8Array): Promise<Conclusion> {
    const { clock, names, accounts } = this.#context
    const answer = this.#ntlm.read(token)
    const who = printable(`${answer.domain}\\${answer.user}`)
    const { flags } = answer
    // Both ends need these two flags in order to sign.
    if (!hasFlag(flags, 'extendedSessionSecurity') || !hasFlag(flags, 'datagram')) {
      return failed({ code: 'weak-security', facts: { who } })
    }
    const id = accountIdOf(names, answer)
    const account = id === null ? undefined : await accounts.find(id)
    if (!account) return failed({ code: 'no-account', facts: { who } })
    // As in Active Directory, a locked account is refused before its password is checked; other states are reported only with the
    // right password.
    if (account.state === 'locked') return failed({ code: 'account-locked', facts: { who } })
    const sessionKey = answer.verify(account.ntHash)
    if (!sessionKey) return failed({ code: 'wrong-password', facts: { who } })
    if (account.state !== 'enabled') {
      return failed({ code: 'account-refused', facts: { who, state: account.state } })
    }
    const skewMs = Math.abs(clock.now() - answer.madeAt)
    if (skewMs > mostSkewMs) {
      const minutes = Math.round(skewMs / 60_000)
      const why = { code: 'clock-skew', facts: { who, minutes } } as const
      return { isProven: false, diagnostic: authenticationDiagnostics.timeSkew, why }
    }
    return { isProven: true, account, sessionKey, flags }
  }
}

/** Makes names of clients safe to show. */
function printable(name: string): string {
  return name.replace(/\p{C}/gu, '?').slice(0, 80)
}

function failed(why: SignInFault): Conclusion {
  return { isProven: false, diagnostic: authenticationDiagnostics.finalHandshakeFailed, why }
}
