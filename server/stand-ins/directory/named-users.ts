import { asBuffer } from '../../base/bytes/index.ts'
import type { Filter } from '../../protocols/ldap/index.ts'
import { keyOf, parseDn } from './distinguished-name.ts'
import type { Domain } from './domain.ts'
import type { Entry } from './entry.ts'
import { attributeNamed } from './schema.ts'
import type { Contents } from './tree.ts'

/**
 * The users that a filter names by an attribute with fast look-up; the filter still decides whether they match. So a search
 * by name costs the same with ten thousand users as with two.
 * @returns null if any user may match
 */
export function usersNamedBy(filter: Filter, { domain, tree }: Contents): Entry[] | null {
  const ids = idsNamedBy(filter, domain)
  if (!ids) return null
  return [...ids].flatMap((id) => tree.user(id) ?? [])
}

/** In lower case, so that a user who is named twice counts once. */
function idsNamedBy(filter: Filter, domain: Domain): Set<string> | null {
  switch (filter.kind) {
    case 'and': {
      const named = filter.filters.flatMap((inner) => idsNamedBy(inner, domain) ?? [])
      return named.reduce<Set<string> | null>(
        (least, ids) => (!least || ids.size < least.size ? ids : least),
        null,
      )
    }
    case 'or': {
      const all = new Set<string>()
      for (const inner of filter.filters) {
        const ids = idsNamedBy(inner, domain)
        if (!ids) return null
        for (const id of ids) all.add(id)
      }
      return all
    }
    case 'equals':
    case 'like': {
      const type = attributeNamed(filter.attribute)
      const text = asBuffer(filter.value).toString('utf8').toLowerCase()
      // Non-ASCII text is compared without accents, which the look-up does not support.
      return type && /^[\x20-\x7e]*$/.test(text) ? idNamedBy(type.name, text, domain) : null
    }
    default:
      return null
  }
}

function idNamedBy(attribute: string, text: string, domain: Domain): Set<string> | null {
  const one = (id: string | undefined) => new Set(id === undefined ? [] : [id])
  switch (attribute) {
    case 'sAMAccountName':
    case 'cn':
    case 'name':
      return one(text)
    case 'userPrincipalName': {
      const suffix = `@${domain.names.dnsDomain.toLowerCase()}`
      return one(text.endsWith(suffix) ? text.slice(0, -suffix.length) : undefined)
    }
    case 'distinguishedName': {
      if (text.startsWith('<')) return null
      const [rdn, ...above] = parseDn(text) ?? []
      return one(keyOf(above) === domain.users.key ? rdn?.[0]?.value : undefined)
    }
    default:
      return null
  }
}
