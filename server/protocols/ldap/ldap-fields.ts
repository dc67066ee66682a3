import { isFieldCode } from '#contract'
import { asBuffer } from '../../base/bytes/index.ts'
import type { LayerField } from '../../traffic/index.ts'
import { type BerPlace, berPlaces } from './ber-tree.ts'
import { extendedOid, type LdapMessage, type LdapOperation, type LdapResult } from './messages.ts'
import { resultName } from './result-codes.ts'

/** The parts of an LDAP message, with their bytes. Passwords are masked unless `reveal` is set. */
export function ldapFields({ id, operation, controls }: LdapMessage, bytes: Uint8Array, reveal: boolean) {
  const [message] = berPlaces(bytes, { start: 0, end: bytes.length })
  const [idPlace, operationPlace, controlsPlace] = message ? berPlaces(bytes, message.content) : []
  const parts = operationPlace ? berPlaces(bytes, operationPlace.content) : []
  const code = `ldap.${operation.kind}`
  const fields: LayerField[] = [
    field('Message ID', id, 'ldap.messageId', idPlace),
    field('Operation', operation.kind, isFieldCode(code) ? code : 'ldap.operation', operationPlace),
    ...fieldsOf(operation, parts, bytes, reveal).map((one) => ({ ...one, depth: 1 })),
  ]
  if (controls.length > 0) {
    fields.push(field('Controls', controls.map(({ oid }) => oid).join(', '), 'ldap.controls', controlsPlace))
  }
  return fields
}

export function extendedName(oid: string): string {
  const known = Object.entries(extendedNames).find(([name]) => name === oid)
  return known ? known[1] : oid
}

const extendedNames = {
  [extendedOid.startTls]: 'StartTLS',
  [extendedOid.whoAmI]: 'Who am I?',
  [extendedOid.noticeOfDisconnection]: 'Notice of Disconnection',
}

function fieldsOf(
  operation: LdapOperation,
  parts: readonly BerPlace[],
  bytes: Uint8Array,
  reveal: boolean,
): LayerField[] {
  switch (operation.kind) {
    case 'bindRequest': {
      const { authentication, name, version } = operation
      const [versionPlace, namePlace, choice] = parts
      const fields = [
        field('Version', version, 'ldap.version', versionPlace),
        field('Name', name, 'ldap.name', namePlace),
      ]
      if (authentication.kind === 'sasl') {
        const [mechanism, credentials] = choice ? berPlaces(bytes, choice.content) : []
        fields.push(field('Mechanism', authentication.mechanism, 'ldap.mechanism', mechanism))
        if (authentication.credentials) {
          const size = `${authentication.credentials.length} bytes`
          fields.push(field('Credentials', size, 'ldap.credentials', credentials))
        }
      }
      if (authentication.kind === 'sicily') {
        fields.push(field('Sicily', authentication.step, 'ldap.sicily', choice))
      }
      if (authentication.kind === 'simple') {
        const password = reveal ? asBuffer(authentication.password).toString('utf8') : '(masked)'
        fields.push(field('Password', password, 'ldap.password', choice))
      }
      return fields
    }
    case 'bindResponse': {
      const { result, serverSaslCreds } = operation
      const fields = resultFields(result, parts)
      if (serverSaslCreds) {
        const size = `${serverSaslCreds.length} bytes`
        fields.push(field('Server credentials', size, 'ldap.serverCredentials', parts.at(-1)))
      }
      return fields
    }
    case 'searchRequest': {
      const { attributes, base, scope } = operation
      const [basePlace, scopePlace, , , , , filter, names] = parts
      return [
        field('Base', base, 'ldap.base', basePlace),
        field('Scope', scope, 'ldap.scope', scopePlace),
        field('Filter', sizeOf(filter), 'ldap.filter', filter),
        field('Attributes', attributes.join(', ') || '*', 'ldap.attributes', names),
      ]
    }
    case 'searchResultDone':
    case 'compareResponse':
      return resultFields(operation.result, parts)
    case 'extendedRequest': {
      const { oid } = operation
      return [field('Request', `${extendedName(oid)} (${oid})`, 'ldap.requestName', parts[0])]
    }
    case 'extendedResponse':
      return resultFields(operation.result, parts)
    default:
      return []
  }
}

function resultFields({ code, matchedDn, diagnostic }: LdapResult, parts: readonly BerPlace[]): LayerField[] {
  const [codePlace, dnPlace, diagnosticPlace] = parts
  const fields = [field('Result', `${resultName(code)} (${code})`, 'ldap.result', codePlace)]
  if (matchedDn !== '') fields.push(field('Matched DN', matchedDn, 'ldap.matchedDn', dnPlace))
  if (diagnostic !== '') fields.push(field('Diagnostic', diagnostic, 'ldap.diagnostic', diagnosticPlace))
  return fields
}

function sizeOf(place: BerPlace | undefined): string {
  return place ? `${place.content.end - place.content.start} bytes` : ''
}

function field(
  name: string,
  value: string | number,
  about: LayerField['about'],
  place: BerPlace | undefined,
): LayerField {
  return { name, value: String(value), about, range: place?.range }
}
