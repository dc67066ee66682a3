import { asBuffer } from '../../base/bytes/index.ts'
import { type CompareRequest, type LdapResult, resultCode } from '../../protocols/ldap/index.ts'
import { readAssertion, textOf } from './assertion.ts'
import { valuesOf } from './attribute-selection.ts'
import { foldText } from './distinguished-name.ts'
import type { Entry } from './entry.ts'
import { keyOfName } from './named-object.ts'
import { badName, bindRequired, noSuchAttribute, noSuchObject, success, valueMalformed } from './refusals.ts'
import { rootDse } from './root-dse.ts'
import { attributeNamed } from './schema.ts'
import type { Contents } from './tree.ts'

/** Answers a Compare (RFC 4511 section 4.10): an equality, of one attribute of one entry. */
export function compare(contents: Contents, request: CompareRequest, who: { isBound: boolean }): LdapResult {
  const { domain, tree } = contents
  if (request.dn.trim() === '') return compareRoot(rootDse(domain), request)
  if (!who.isBound) return bindRequired
  const key = keyOfName(tree, request.dn)
  const entry = key === null ? null : tree.find(key)
  if (!entry) {
    const isName = key !== null || request.dn.trim().startsWith('<')
    return isName ? noSuchObject(tree.nearest(request.dn)) : badName(request.dn)
  }
  const type = attributeNamed(request.attribute.replace(/;binary$/i, ''))
  const values = type ? valuesOf(domain, entry, type.name) : []
  if (!type || values.length === 0) return noSuchAttribute(request.attribute)
  const assertion = readAssertion(type, request.value, contents)
  if (assertion) return outcome(values.some(assertion.equals))
  // A valid name of a missing object is not a value of any entry, but is not an error.
  return type.syntax === 'dn' || type.syntax === 'class' ? outcome(false) : valueMalformed(request.attribute)
}

/** The attributes of the root DSE are not in the schema, so compare their values as text. */
function compareRoot(root: Entry, { attribute, value }: CompareRequest): LdapResult {
  const name = root.attributes.find((own) => own.toLowerCase() === attribute.toLowerCase())
  const values = name === undefined ? [] : root.values(name)
  if (values.length === 0) return noSuchAttribute(attribute)
  const wanted = foldText(asBuffer(value).toString('utf8'))
  return outcome(values.some((own) => foldText(textOf(own)) === wanted))
}

function outcome(isTrue: boolean): LdapResult {
  return { ...success, code: isTrue ? resultCode.compareTrue : resultCode.compareFalse }
}
