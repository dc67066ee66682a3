import { BerElements, berTag, hex } from './ber.ts'
import { readFilter } from './filter.ts'
import { LdapError } from './ldap-error.ts'
import type { LdapControl, LdapMessage, LdapOperation, LdapResult } from './messages.ts'
import { operationTag, sicilySteps, unsupportedRequests } from './messages.ts'

const controlsTag = 0xa0
const simpleTag = 0x80
const saslTag = 0xa3
const referralTag = 0xa3
const serverSaslCredsTag = 0x87
const scopes = ['base', 'one', 'sub'] as const
/** neverDerefAliases to derefAlways (RFC 4511 section 4.5.1.3). */
const lastDereference = 3

/**
 * Parses one whole LDAPMessage (RFC 4511 section 4.1.1): all requests, and the answers that the client needs. Byte values in
 * the result are views into `bytes`.
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
    case operationTag.compareRequest:
      return decodeCompareRequest(inner)
    case operationTag.abandonRequest:
      return { kind: 'abandonRequest' }
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
  const step = sicilySteps.get(tag)
  if (step) {
    return { kind: 'bindRequest', version, name, authentication: { kind: 'sicily', step, token: content } }
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
  // The directory has no aliases, but an invalid value must still be refused.
  const dereference = inner.integer(berTag.enumerated)
  if (dereference < 0 || dereference > lastDereference)
    throw new LdapError('a search with an unknown way of following aliases')
  const sizeLimit = inner.integer()
  // Validate the time limit only: no search takes noticeable time.
  const timeLimit = inner.integer()
  if (sizeLimit < 0 || timeLimit < 0) throw new LdapError('a search with a negative limit')
  const isTypesOnly = inner.boolean()
  const filter = readFilter(inner)
  const names = inner.within(berTag.sequence)
  const attributes: string[] = []
  while (!names.isEmpty) attributes.push(names.text())
  return { kind: 'searchRequest', base, scope, sizeLimit, isTypesOnly, filter, attributes }
}

function decodeCompareRequest(inner: BerElements): LdapOperation {
  const dn = inner.text()
  const assertion = inner.within(berTag.sequence)
  const attribute = assertion.text()
  return { kind: 'compareRequest', dn, attribute, value: assertion.read(berTag.octetString) }
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
    const isCritical = control.peek() === berTag.boolean && control.boolean()
    controls.push({ oid, isCritical, value: control.takeOptional(berTag.octetString) })
  }
  return controls
}
