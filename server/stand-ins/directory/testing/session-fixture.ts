import { createVirtualClock } from '../../../clock/index.ts'
import {
  type LdapControl,
  type LdapOperation,
  readPagedResults,
  type SearchRequest,
  writePagedResults,
} from '../../../protocols/ldap/index.ts'
import { ntHash } from '../../../protocols/ntlm/index.ts'
import type { Account } from '../account.ts'
import { createDomain } from '../domain.ts'
import { createSession, type LdapSession } from '../session.ts'
import { Tree } from '../tree.ts'
import { filterOf } from './filter-text.ts'

/** A session of the stand-in without its socket, in a domain with more users than one search returns. */

export const dn = 'DC=corp,DC=example'
export const usersDn = `CN=Users,${dn}`
export const secret = 'Passw0rd!'
/** Users load1, load2 and so on, beside alice, bob and one who is locked. */
export const crowd = 2500

const accounts = new Map<string, Account>()
function add(id: string, name: string, state: Account['state'] = 'enabled'): void {
  accounts.set(id, { id, name, state, ntHash: ntHash(secret), sipAddress: `sip:${id}@corp.example` })
}
add('alice', 'Alice Archer')
add('bob', 'Bob Barker')
add('locked', 'Locked Out', 'locked')
for (let number = 1; number <= crowd; number += 1) add(`load${number}`, `Load ${number}`)

export function newContents() {
  const domain = createDomain({
    clock: createVirtualClock(),
    accounts: { find: (id) => accounts.get(id.toLowerCase()), all: () => accounts.values() },
    domain: { name: 'CORP', dns: 'corp.example' },
    simpleBind: 'over-tls',
    isNtlmAllowed: true,
    hasTls: true,
  })
  return { domain, tree: new Tree(domain) }
}
export const contents = newContents()

export function newSession(): LdapSession {
  return createSession(contents)
}

/** One that acts for alice. */
export function boundSession(of = contents): LdapSession {
  const session = createSession(of)
  if (codeOf(bind(session, 'alice@corp.example', secret)) !== 0) throw new Error('alice is not let in')
  return session
}

export function bind(at: LdapSession, name: string, password: string, version = 3): LdapOperation[] {
  const authentication = { kind: 'simple', password: Buffer.from(password) } as const
  return ask(at, { kind: 'bindRequest', version, name, authentication })
}

export function ask(
  at: LdapSession,
  operation: LdapOperation,
  controls: LdapControl[] = [],
): LdapOperation[] {
  return at
    .handle({ id: 1, operation, controls }, { isEncrypted: true })
    .answers.map((answer) => answer.operation)
}

/** The result code of the last answer. */
export function codeOf(answers: readonly LdapOperation[]): number {
  const last = answers.at(-1)
  if (last?.kind === 'sicilyBindResponse') return last.code
  return last && 'result' in last ? last.result.code : -1
}

export type Wanted = Partial<SearchRequest> & { text?: string }

/** What a search finds, what it ends with, and the controls of its end. */
export function search(
  at: LdapSession,
  { text = '(objectClass=*)', ...request }: Wanted,
  controls: LdapControl[] = [],
) {
  const operation: SearchRequest = {
    kind: 'searchRequest',
    base: dn,
    scope: 'sub',
    sizeLimit: 0,
    isTypesOnly: false,
    attributes: [],
    filter: filterOf(text),
    ...request,
  }
  const { answers } = at.handle({ id: 1, operation, controls }, { isEncrypted: true })
  const last = answers.at(-1)
  const entries = answers.slice(0, -1).map((answer) => {
    if (answer.operation.kind !== 'searchResultEntry') throw new Error(answer.operation.kind)
    const { attributes } = answer.operation
    return {
      dn: answer.operation.dn,
      attributes: Object.fromEntries(attributes.map(({ name, values }) => [name, values])),
    }
  })
  if (last?.operation.kind !== 'searchResultDone') throw new Error('the search has no end')
  return { entries, ...last.operation.result, controls: last.controls ?? [] }
}

export const control = (oid: string, value: Uint8Array | null = null, isCritical = true) => ({
  oid,
  isCritical,
  value,
})
export const paged = (size: number, cookie: Uint8Array = new Uint8Array(0)) =>
  control('1.2.840.113556.1.4.319', writePagedResults({ size, cookie }))
export const pageOf = (controls: readonly LdapControl[]) =>
  readPagedResults(controls.find(({ oid }) => oid === '1.2.840.113556.1.4.319')?.value ?? null)
