import { BerElements, berTag, hex } from './ber.ts'
import { readFilter } from './filter.ts'
import { LdapError } from './ldap-error.ts'
import type { LdapControl, LdapMessage, LdapOperation, LdapResult } from './messages.ts'
import { operationTag, unsupportedRequests } from './messages.ts'

const controlsTag = 0xa0
const simpleTag = 0x80
const saslTag = 0xa3
const referralTag = 0xa3
const serverSaslCredsTag = 0x87
const scopes = ['base', 'one', 'sub'] as const

/**
 * Reads one whole LDAPMessage (RFC 4511 section 4.1.1): every request, and the answers that the client asks for. Byte values in the result are views into `bytes`.
 * @throws LdapError for anything else
 */
export function decodeMessage(bytes: Uint8Array): LdapMessage {
  const outer = new BerElements(bytes)
  const elements = outer.within(berTag.sequence)
  const id = elements.integer()
  if (id < 0) throw new LdapError('an LDAP message with a negative number')
  const { tag, content } = elements.next()
  const operation = decodeOperation(tag, content)
  return { id, operation, controls: decodeControls(elements.takeOptional(controlsTag)) }
}

function decodeOperation(tag: number, content: Buffer): LdapOperation {
  const inner = new BerElements(content)
  switch (tag) {
    case operationTag.bindRequest:
      return decodeBindRequest(inner)
    case operationTag.bindResponse:
      return {
        kind: 'bindResponse',
        result: decodeResult(inner),
        serverSaslCreds: inner.takeOptional(serverSaslCredsTag),
      }
    case operationTag.unbindRequest:
      return { kind: 'unbindRequest' }
    case operationTag.searchRequest:
      return decodeSearchRequest(inner)
    case operationTag.extendedRequest:
      return { kind: 'extendedRequest', oid: inner.text(0x80), value: inner.takeOptional(0x81) }
    case operationTag.extendedResponse: {
      const result = decodeResult(inner)
      const oid = inner.takeOptional(0x8a)
      return {
        kind: 'extendedResponse',
        result,
        oid: oid ? oid.toString('utf8') : null,
        value: inner.takeOptional(0x8b),
      }
    }
    default:
      return decodeUnsupported(tag)
  }
}

function decodeUnsupported(tag: number): LdapOperation {
  const request = unsupportedRequests.get(tag)
  if (!request) throw new LdapError(`there is no LDAP operation with tag ${hex(tag)}`)
  return { kind: 'unsupportedRequest', ...request }
}

function decodeBindRequest(inner: BerElements): LdapOperation {
  const version = inner.integer()
  const name = inner.text()
  const { tag, content } = inner.next()
  if (tag === simpleTag) {
    return { kind: 'bindRequest', version, name, authentication: { kind: 'simple', password: content } }
  }
  if (tag !== saslTag) return { kind: 'bindRequest', version, name, authentication: { kind: 'other', tag } }
  const sasl = new BerElements(content)
  const mechanism = sasl.text()
  const credentials = sasl.takeOptional(berTag.octetString)
  return { kind: 'bindRequest', version, name, authentication: { kind: 'sasl', mechanism, credentials } }
}

function decodeSearchRequest(inner: BerElements): LdapOperation {
  const base = inner.text()
  const scope = scopes[inner.integer(berTag.enumerated)]
  if (!scope) throw new LdapError('a search with an unknown scope')
  inner.integer(berTag.enumerated) // derefAliases: there are no aliases here
  const sizeLimit = inner.integer()
  inner.integer() // timeLimit: no search here takes any time
  const isTypesOnly = inner.boolean()
  const filter = readFilter(inner)
  const names = inner.within(berTag.sequence)
  const attributes: string[] = []
  while (!names.isEmpty) attributes.push(names.text())
  return { kind: 'searchRequest', base, scope, sizeLimit, isTypesOnly, filter, attributes }
}

function decodeResult(inner: BerElements): LdapResult {
  const code = inner.integer(berTag.enumerated)
  const matchedDn = inner.text()
  const diagnostic = inner.text()
  inner.takeOptional(referralTag)
  return { code, matchedDn, diagnostic }
}

function decodeControls(content: Buffer | null): LdapControl[] {
  if (!content) return []
  const list = new BerElements(content)
  const controls: LdapControl[] = []
  while (!list.isEmpty) {
    const control = list.within(berTag.sequence)
    const oid = control.text()
    controls.push({ oid, isCritical: control.peek() === berTag.boolean && control.boolean() })
  }
  return controls
}
