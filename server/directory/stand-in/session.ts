import { extendedOid, type LdapMessage, type LdapOperation, type LdapResult } from '../ldap/index.ts'
import type { Account } from './account.ts'
import { createBinder } from './bind.ts'
import type { Domain } from './domain.ts'
import {
  bindRequired,
  controlUnknown,
  protocolError,
  readOnly,
  success,
  tlsAlreadyActive,
  tlsUnavailable,
} from './refusals.ts'
import { search } from './search.ts'

/** What one message leads to: answers, and what becomes of the connection after them. */
export interface Reply {
  answers: readonly LdapOperation[]
  next: 'go-on' | 'start-tls' | 'close'
}

/** The protocol of one connection, without its socket: who is bound, and what each message is answered. */
export interface Session {
  readonly isBound: boolean
  /** A message that only a server may send ends the connection: the peer is no LDAP client. */
  handle(message: LdapMessage, connection: { isEncrypted: boolean }): Reply
}

const silence: Reply = { answers: [], next: 'go-on' }

export function createSession(domain: Domain): Session {
  const binder = createBinder(domain)
  let bound: Account | null = null

  function bind(operation: Extract<LdapOperation, { kind: 'bindRequest' }>, isEncrypted: boolean): Reply {
    // RFC 4511 section 4.2.1: from the request until it has succeeded, nobody is bound.
    bound = null
    const { result, account, serverSaslCreds } = binder.bind(operation, { isEncrypted })
    bound = account
    return answer({ kind: 'bindResponse', result, serverSaslCreds })
  }

  function extended(oid: string, isEncrypted: boolean): Reply {
    const respond = (result: LdapResult, value: Uint8Array | null = null, named: string | null = null) =>
      answer({ kind: 'extendedResponse', result, oid: named, value })
    if (oid === extendedOid.startTls) {
      // RFC 4511 section 4.14.1: not twice, and not in the middle of a bind.
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
      const hasUnknown = controls.some((control) => control.isCritical)
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
          return { answers: search(domain, operation, { isBound: bound !== null }), next: 'go-on' }
        case 'extendedRequest':
          if (!hasUnknown) return extended(operation.oid, isEncrypted)
          return answer({ kind: 'extendedResponse', result: controlUnknown, oid: null, value: null })
        case 'unsupportedRequest': {
          const { responseTag } = operation
          return answer({ kind: 'unsupportedResponse', responseTag, result: bound ? readOnly : bindRequired })
        }
        default:
          return { answers: [], next: 'close' }
      }
    },
  }
}

function answer(operation: LdapOperation): Reply {
  return { answers: [operation], next: 'go-on' }
}
