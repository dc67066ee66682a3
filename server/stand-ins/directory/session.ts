import {
  extendedOid,
  LdapError,
  type LdapMessage,
  type LdapOperation,
  type LdapResult,
} from '../../protocols/ldap/index.ts'
import type { Account } from './account.ts'
import { createBinder } from './bind.ts'
import { compare } from './compare.ts'
import { hasUnknownCritical } from './controls.ts'
import { PagedSearches } from './paged-searches.ts'
import {
  bindRequired,
  controlUnknown,
  protocolError,
  readOnly,
  success,
  tlsAlreadyActive,
  tlsUnavailable,
} from './refusals.ts'
import { type SearchAnswer, search } from './search.ts'
import type { Contents } from './tree.ts'

/** The result of one message: its answers, and what to do with the connection afterwards. */
export interface Reply {
  answers: readonly SearchAnswer[]
  next: 'go-on' | 'start-tls' | 'close'
}

/** The protocol state of one connection, without its socket: it knows who is bound, and answers each message. */
export interface LdapSession {
  readonly isBound: boolean
  /** @throws LdapError for a message that only a server may send: the peer is no LDAP client */
  handle(message: LdapMessage, connection: { isEncrypted: boolean }): Reply
}

const silence: Reply = { answers: [], next: 'go-on' }

export function createSession(contents: Contents): LdapSession {
  const { domain } = contents
  const binder = createBinder(contents)
  let paged = new PagedSearches()
  let bound: Account | null = null

  function bind(operation: Extract<LdapOperation, { kind: 'bindRequest' }>, isEncrypted: boolean): Reply {
    // RFC 4511 section 4.2.1: from the request until it has succeeded, nobody is bound.
    bound = null
    // Drop paged searches, which another user must not continue.
    paged = new PagedSearches()
    const outcome = binder.bind(operation, { isEncrypted })
    bound = outcome.account
    return answer(outcome.answer)
  }

  function extended(oid: string, value: Uint8Array | null, isEncrypted: boolean): Reply {
    const respond = (result: LdapResult, content: Uint8Array | null = null, named: string | null = null) =>
      answer({ kind: 'extendedResponse', result, oid: named, value: content })
    if (oid === extendedOid.startTls) {
      // RFC 4511 section 4.14.1: it has no value.
      if (value) return respond(protocolError('StartTLS takes no value'), null, oid)
      // RFC 4511 section 4.14.1: only once, and not during a bind.
      if (isEncrypted || binder.isUnderWay) return respond(tlsAlreadyActive, null, oid)
      if (!domain.hasTls) return respond(tlsUnavailable, null, oid)
      return { ...respond(success, null, oid), next: 'start-tls' }
    }
    if (oid === extendedOid.whoAmI) {
      const name = bound ? `u:${domain.names.netbiosDomain}\\${bound.id}` : ''
      return respond(success, Buffer.from(name))
    }
    return respond(protocolError('Unknown extended request OID'))
  }

  return {
    get isBound() {
      return bound !== null
    },
    handle({ operation, controls }, { isEncrypted }) {
      // RFC 4511 section 4.1.11: criticality does not count for unbind and abandon, which are not answered.
      const hasUnknown = hasUnknownCritical(controls)
      const isBound = bound !== null
      switch (operation.kind) {
        case 'unbindRequest':
          return { answers: [], next: 'close' }
        case 'abandonRequest':
          return silence
        case 'bindRequest':
          if (!hasUnknown) return bind(operation, isEncrypted)
          return answer({ kind: 'bindResponse', result: controlUnknown, serverSaslCreds: null })
        case 'searchRequest':
          if (hasUnknown) return answer({ kind: 'searchResultDone', result: controlUnknown })
          return { answers: search(contents, operation, { isBound, controls, paged }), next: 'go-on' }
        case 'compareRequest': {
          const result = hasUnknown ? controlUnknown : compare(contents, operation, { isBound })
          return answer({ kind: 'compareResponse', result })
        }
        case 'extendedRequest':
          if (!hasUnknown) return extended(operation.oid, operation.value, isEncrypted)
          return answer({ kind: 'extendedResponse', result: controlUnknown, oid: null, value: null })
        case 'unsupportedRequest': {
          const { responseTag } = operation
          const result = hasUnknown ? controlUnknown : isBound ? readOnly : bindRequired
          return answer({ kind: 'unsupportedResponse', responseTag, result })
        }
        default:
          throw new LdapError(`a ${operation.kind}, which only a server sends`)
      }
    },
  }
}

function answer(operation: LdapOperation): Reply {
  return { answers: [{ operation }], next: 'go-on' }
}
