import { timingSafeEqual } from 'node:crypto'
import { asBuffer } from '../../base/bytes/index.ts'
import {
  gssSpnego,
  LdapError,
  type LdapOperation,
  type LdapResult,
  negState,
  readSpnego,
  resultCode,
  type SaslAuthentication,
  type SicilyAuthentication,
  writeSpnegoResponse,
} from '../../protocols/ldap/index.ts'
import {
  accountIdOf,
  createNtlmServer,
  NtlmError,
  type NtlmServer,
  ntHash,
} from '../../protocols/ntlm/index.ts'
import type { Account } from './account.ts'
import { accountOfBindName } from './bind-names.ts'
import type { Domain } from './domain.ts'
import {
  accountRefusal,
  invalidCredentials,
  mechanismUnknown,
  protocolError,
  simpleBindOff,
  subCode,
  success,
  tlsRequired,
} from './refusals.ts'
import type { Contents } from './tree.ts'

const spnegoCompleted = writeSpnegoResponse({ state: negState.acceptCompleted })

type BindRequest = Extract<LdapOperation, { kind: 'bindRequest' }>

/** The outcome of one bind request. `account` is the account that the connection now acts for; null: anonymous. */
interface BindOutcome {
  answer: Extract<LdapOperation, { kind: 'bindResponse' | 'sicilyBindResponse' }>
  account: Account | null
}

/** The name of NTLM in Active Directory's own bind choices ([MS-ADTS] 5.1.1.1.3). */
const sicilyPackage = 'NTLM'

/** Version 3, and 2, which Active Directory still accepts ([MS-ADTS] 3.1.1.3.2.10). */
const versions: readonly number[] = [2, 3]

/** Binds of one connection (RFC 4511 section 4.2). Some take several requests, so it remembers the last. */
export interface Binder {
  bind(request: BindRequest, connection: { isEncrypted: boolean }): BindOutcome
  readonly isUnderWay: boolean
}

export function createBinder(contents: Contents): Binder {
  const { domain } = contents
  /** A SASL bind whose challenge was sent, or has not been requested yet. */
  let underWay: { ntlm: NtlmServer; isChallenged: boolean; isWrapped: boolean } | null = null
  /** A Sicily bind whose challenge was sent. */
  let sicily: NtlmServer | null = null

  const newNtlm = () => createNtlmServer(domain.names, { now: domain.clock.now() })

  function negotiate(ntlm: NtlmServer, token: Uint8Array | null, isWrapped: boolean): BindOutcome {
    underWay = { ntlm, isChallenged: token !== null, isWrapped }
    const challenge = token && ntlm.challenge(token)
    if (challenge && !isWrapped) return inProgress(challenge)
    // Without an NTLM token the client prefers another mechanism, so tell it to start again with NTLM.
    const state = { state: negState.acceptIncomplete, namesNtlm: true }
    return inProgress(writeSpnegoResponse(challenge ? { ...state, token: challenge } : state))
  }

  function authenticate(ntlm: NtlmServer, token: Uint8Array, isWrapped: boolean): BindOutcome {
    const proven = prove(domain, ntlm, token)
    if ('code' in proven) return refused(proven)
    return accepted(proven, isWrapped ? spnegoCompleted : null)
  }

  function sicilyStep({ step, token }: SicilyAuthentication): BindOutcome {
    const challenged = sicily
    sicily = null
    switch (step) {
      case 'package-discovery':
        return sicilyAnswer(success, Buffer.from(sicilyPackage))
      case 'negotiate': {
        const ntlm = newNtlm()
        const challenge = ntlm.challenge(token)
        sicily = ntlm
        return sicilyAnswer(success, challenge)
      }
      case 'response': {
        if (!challenged) return sicilyAnswer(invalidCredentials(subCode.malformedToken))
        const proven = prove(domain, challenged, token)
        return 'code' in proven ? sicilyAnswer(proven) : { ...sicilyAnswer(success), account: proven }
      }
    }
  }

  function sicilyBind(authentication: SicilyAuthentication): BindOutcome {
    underWay = null
    if (!domain.isNtlmAllowed) return sicilyAnswer(mechanismUnknown)
    return unlessMalformed(
      () => sicilyStep(authentication),
      () => {
        sicily = null
        return sicilyAnswer(invalidCredentials(subCode.malformedToken))
      },
    )
  }

  function saslStep(credentials: Uint8Array): BindOutcome {
    const before = underWay
    underWay = null
    const spnego = readSpnego(credentials)
    const isWrapped = spnego.kind !== 'raw'
    if (before) {
      if (before.isWrapped !== isWrapped || !spnego.token)
        return refused(invalidCredentials(subCode.malformedToken))
      if (before.isChallenged) return authenticate(before.ntlm, spnego.token, isWrapped)
      return negotiate(before.ntlm, spnego.token, isWrapped)
    }
    if (spnego.kind === 'response' || (spnego.kind === 'init' && !spnego.offersNtlm)) {
      return refused(invalidCredentials(subCode.malformedToken))
    }
    return negotiate(newNtlm(), spnego.token, isWrapped)
  }

  function saslBind({ mechanism, credentials }: SaslAuthentication): BindOutcome {
    if (mechanism !== gssSpnego || !domain.isNtlmAllowed) {
      underWay = null
      return refused(mechanismUnknown)
    }
    return unlessMalformed(
      () => saslStep(credentials ?? new Uint8Array(0)),
      () => {
        underWay = null
        return refused(invalidCredentials(subCode.malformedToken))
      },
    )
  }

  return {
    get isUnderWay() {
      return underWay !== null || sicily !== null
    },
    bind({ version, name, authentication }, connection) {
      if (!versions.includes(version)) {
        return refused(protocolError('Only versions 2 and 3 of LDAP are spoken here'))
      }
      if (authentication.kind === 'sicily') return sicilyBind(authentication)
      sicily = null
      if (authentication.kind === 'sasl') return saslBind(authentication)
      underWay = null
      if (authentication.kind === 'other') return refused(mechanismUnknown)
      return simpleBind(contents, name, authentication.password, connection)
    },
  }
}

/** The account that the third message of NTLM authenticates, or the refusal. */
function prove(domain: Domain, ntlm: NtlmServer, token: Uint8Array): Account | LdapResult {
  const answer = ntlm.read(token)
  const id = accountIdOf(domain.names, answer)
  const account = id === null ? undefined : domain.accounts.find(id)
  const refusal = accountRefusal(account, (known) => answer.verify(known.ntHash) !== null)
  if (refusal !== null || !account) return invalidCredentials(refusal ?? subCode.unknownUser)
  return account
}

/** Answers other errors, such as an unreadable database, which say nothing about the credentials. */
function unlessMalformed(step: () => BindOutcome, otherwise: () => BindOutcome): BindOutcome {
  try {
    return step()
  } catch (thrown) {
    if (!(thrown instanceof LdapError || thrown instanceof NtlmError)) throw thrown
    return otherwise()
  }
}

function simpleBind(
  contents: Contents,
  name: string,
  password: Uint8Array,
  { isEncrypted }: { isEncrypted: boolean },
): BindOutcome {
  const { domain } = contents
  // RFC 4513 sections 5.1.1 and 5.1.2: without a password it asks to be nobody. With a name too, as Active Directory takes
  // it; who believes that a success proves something lets everybody in.
  if (password.length === 0) return refused(success)
  if (domain.simpleBind === 'never') return refused(simpleBindOff)
  if (domain.simpleBind === 'over-tls' && !isEncrypted) return refused(tlsRequired)

  const hash = ntHash(asBuffer(password).toString('utf8'))
  const account = accountOfBindName(contents, name)
  const refusal = accountRefusal(account, (known) => isSameHash(known.ntHash, hash))
  if (refusal !== null || !account) return refused(invalidCredentials(refusal ?? subCode.unknownUser))
  return accepted(account, null)
}

function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function inProgress(serverSaslCreds: Uint8Array): BindOutcome {
  const result = { ...success, code: resultCode.saslBindInProgress }
  return { answer: { kind: 'bindResponse', result, serverSaslCreds }, account: null }
}

function accepted(account: Account, serverSaslCreds: Uint8Array | null): BindOutcome {
  return { answer: { kind: 'bindResponse', result: success, serverSaslCreds }, account }
}

/** The outcome of a refused or anonymous bind: nobody is bound afterwards. */
function refused(result: LdapResult): BindOutcome {
  return { answer: { kind: 'bindResponse', result, serverSaslCreds: null }, account: null }
}

function sicilyAnswer(
  { code, diagnostic }: LdapResult,
  serverCredentials: Uint8Array = new Uint8Array(0),
): BindOutcome {
  return { answer: { kind: 'sicilyBindResponse', code, serverCredentials, diagnostic }, account: null }
}
