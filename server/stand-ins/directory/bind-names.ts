import { accountIdOf, accountIdOfPrincipal } from '../../protocols/ntlm/index.ts'
import type { Account } from './account.ts'
import { canonicalName } from './attribute-selection.ts'
import { foldText } from './distinguished-name.ts'
import { guidBytesOf, sidBytes } from './identifiers.ts'
import { entryWith, keyOfName } from './named-object.ts'
import type { Contents } from './tree.ts'

/**
 * The account that a simple bind names, in any form that Active Directory accepts ([MS-ADTS] 5.1.1.1.1): a
 * distinguished name, a principal name, `CORP\alice`, a canonical name, `{GUID}`, a display name that only one has, or a
 * security identifier. A bare `alice` is none of them, unless it is the display name of somebody.
 */
export function accountOfBindName(contents: Contents, name: string): Account | undefined {
  const { accounts, names } = contents.domain
  const byDn = /^\s*<|=/.test(name) ? accountAt(contents, keyOfName(contents.tree, name)) : undefined
  if (byDn) return byDn
  const [, ofDomain, user] = /^([^\\]+)\\(.*)$/s.exec(name) ?? []
  const id =
    ofDomain === undefined
      ? accountIdOfPrincipal(names, name)
      : accountIdOf(names, { domain: ofDomain, user: user ?? '' })
  const byId = id === null ? undefined : accounts.find(id)
  return byId ?? accountByIdentifier(contents, name) ?? accountShownAs(contents, name)
}

/** @param key the normal form of a name, or null where there is none */
function accountAt({ domain, tree }: Contents, key: string | null): Account | undefined {
  const [id] = (key === null ? null : tree.find(key))?.values('sAMAccountName') ?? []
  const account = typeof id === 'string' ? domain.accounts.find(id) : undefined
  // Groups have such names too.
  return account && tree.user(account.id)?.key === key ? account : undefined
}

function accountByIdentifier(contents: Contents, name: string): Account | undefined {
  const guid = name.startsWith('{') ? guidBytesOf(name) : null
  const sid = sidBytes(name)
  if (!guid && !sid) return undefined
  const entry = guid
    ? entryWith(contents.tree, 'objectGUID', guid)
    : sid && entryWith(contents.tree, 'objectSid', sid)
  return accountAt(contents, entry?.key ?? null)
}

/** By canonical name, whose last slash may be a line feed, or by a unique display name. */
function accountShownAs({ domain, tree }: Contents, name: string): Account | undefined {
  const wanted = foldText(name)
  const canonical = wanted.replace('\n', '/')
  const shown: Account[] = []
  for (const account of domain.accounts.all()) {
    if (foldText(account.name) === wanted) shown.push(account)
    if (canonical.includes('/')) {
      const entry = tree.user(account.id)
      if (entry && foldText(canonicalName(entry.dn)) === canonical) return account
    }
  }
  return shown.length === 1 ? shown[0] : undefined
}
