import { timingSafeEqual } from 'node:crypto'
import { createNtlmServer, NtlmError, type NtlmServer, ntHash } from '../../ntlm/index.ts'
import {
  gssSpnego,
  LdapError,
  type LdapOperation,
  type LdapResult,
  negState,
  readSpnego,
  resultCode,
  type SaslAuthentication,
  writeSpnegoResponse,
} from '../ldap/index.ts'
import type { Account } from './account.ts'
import type { Domain } from './domain.ts'
import { idOfBindName, idOfNtlmUser } from './names.ts'
import {
  invalidCredentials,
  mechanismUnknown,
  passwordMissing,
  protocolError,
  refusalOf,
  simpleBindOff,
  subCode,
  success,
  tlsRequired,
} from './refusals.ts'

type BindRequest = Extract<LdapOperation, { kind: 'bindRequest' }>

/** The outcome of one bind request. `account` is who the connection now acts for; null is nobody. */
export interface BindOutcome {
  result: LdapResult
  account: Account | null
  serverSaslCreds: Uint8Array | null
}

/** Binds of one connection (RFC 4511 section 4.2). A SASL bind takes several requests, so it remembers the last. */
export interface Binder {
  bind(request: BindRequest, connection: { isEncrypted: boolean }): BindOutcome
  readonly isUnderWay: boolean
}

export function createBinder(domain: Domain): Binder {
  /** A SASL bind whose challenge was sent, or is still to be asked for. */
  let underWay: { ntlm: NtlmServer; isChallenged: boolean; isWrapped: boolean } | null = null

  function negotiate(ntlm: NtlmServer, token: Uint8Array | null, isWrapped: boolean): BindOutcome {
    underWay = { ntlm, isChallenged: token !== null, isWrapped }
    const challenge = token && ntlm.challenge(token)
    if (challenge && !isWrapped) return inProgress(challenge)
    // Without a token the client prefers another mechanism: it is told to start again with this one.
    const state = { state: negState.acceptIncomplete, namesNtlm: true }
    return inProgress(writeSpnegoResponse(challenge ? { ...state, token: challenge } : state))
  }

  function authenticate(ntlm: NtlmServer, token: Uint8Array, isWrapped: boolean): BindOutcome {
    const answer = ntlm.read(token)
    const id = idOfNtlmUser(domain, answer.user, answer.domain)
    const account = id === null ? undefined : domain.accounts.find(id)
    const refusal = refusalOf(account, (known) => answer.verify(known.ntHash) !== null)
    if (refusal !== null || !account) return refused(invalidCredentials(refusal ?? subCode.unknownUser))
    const completed = writeSpnegoResponse({ state: negState.acceptCompleted })
    return { result: success, account, serverSaslCreds: isWrapped ? completed : null }
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
    return negotiate(createNtlmServer(domain.names, { now: domain.clock.now() }), spnego.token, isWrapped)
  }

  function saslBind({ mechanism, credentials }: SaslAuthentication): BindOutcome {
    if (mechanism !== gssSpnego || !domain.isNtlmAllowed) {
      underWay = null
      return refused(mechanismUnknown)
    }
    try {
      return saslStep(credentials ?? new Uint8Array(0))
    } catch (thrown) {
      // Anything else, such as a database that cannot be read, says nothing about the credentials.
      if (!(thrown instanceof LdapError || thrown instanceof NtlmError)) throw thrown
      underWay = null
      return refused(invalidCredentials(subCode.malformedToken))
    }
  }

  return {
    get isUnderWay() {
      return underWay !== null
    },
    bind({ version, name, authentication }, connection) {
      if (version !== 3) return refused(protocolError('Only version 3 of LDAP is spoken here'))
      if (authentication.kind === 'sasl') return saslBind(authentication)
      underWay = null
      if (authentication.kind === 'other') return refused(mechanismUnknown)
      return simpleBind(domain, name, authentication.password, connection)
    },
  }
}

function simpleBind(
  domain: Domain,
  name: string,
  password: Uint8Array,
  { isEncrypted }: { isEncrypted: boolean },
): BindOutcome {
  // RFC 4513 section 5.1.1: neither name nor password asks to be nobody.
  if (name === '' && password.length === 0) return refused(success)
  if (password.length === 0) return refused(passwordMissing)
  if (domain.simpleBind === 'never') return refused(simpleBindOff)
  if (domain.simpleBind === 'over-tls' && !isEncrypted) return refused(tlsRequired)

  const hash = ntHash(Buffer.from(password).toString('utf8'))
  const id = idOfBindName(domain, name)
  const account = id === null ? undefined : domain.accounts.find(id)
  const refusal = refusalOf(account, (known) => isSameHash(known.ntHash, hash))
  if (refusal !== null || !account) return refused(invalidCredentials(refusal ?? subCode.unknownUser))
  return { result: success, account, serverSaslCreds: null }
}

function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function inProgress(serverSaslCreds: Uint8Array): BindOutcome {
  return {
    result: { code: resultCode.saslBindInProgress, matchedDn: '', diagnostic: '' },
    account: null,
    serverSaslCreds,
  }
}

/** Nobody is bound afterwards: refused, or anonymous. */
function refused(result: LdapResult): BindOutcome {
  return { result, account: null, serverSaslCreds: null }
}
