import {
  type LdapControl,
  LdapError,
  type PagedResults,
  readFlags,
  readPagedResults,
  readSortKeys,
  type SortKey,
} from '../../protocols/ldap/index.ts'

/** Controls of requests by their OIDs (RFC 2696, RFC 2891, [MS-ADTS] 3.1.1.3.4.1), and of the answers to them. */
export const controlOid = {
  pagedResults: '1.2.840.113556.1.4.319',
  sort: '1.2.840.113556.1.4.473',
  sortResult: '1.2.840.113556.1.4.474',
  extendedDn: '1.2.840.113556.1.4.529',
  searchOptions: '1.2.840.113556.1.4.1340',
} as const

/** Controls without effect here, since there are no deletions, referrals or writes. */
const withoutEffect = [
  // LDAP_SERVER_SD_FLAGS, SHOW_DELETED, SHOW_RECYCLED, SHOW_DEACTIVATED_LINK: no security descriptors, nothing deleted.
  '1.2.840.113556.1.4.801',
  '1.2.840.113556.1.4.417',
  '1.2.840.113556.1.4.2064',
  '1.2.840.113556.1.4.2065',
  // DOMAIN_SCOPE: there are no referrals. RANGE_RETRIEVAL_NOERR: a range beyond the end is no error anyway.
  '1.2.840.113556.1.4.1339',
  '1.2.840.113556.1.4.1948',
  // LAZY_COMMIT, PERMISSIVE_MODIFY, TREE_DELETE, VERIFY_NAME, POLICY_HINTS, FORCE_UPDATE: of writes, which are refused.
  '1.2.840.113556.1.4.619',
  '1.2.840.113556.1.4.1413',
  '1.2.840.113556.1.4.805',
  '1.2.840.113556.1.4.1338',
  '1.2.840.113556.1.4.2239',
  '1.2.840.113556.1.4.2066',
  '1.2.840.113556.1.4.1974',
]

/** The controls that the root DSE lists. Others are refused if critical, and otherwise ignored. */
export const supportedControls: readonly string[] = [
  controlOid.pagedResults,
  controlOid.sort,
  controlOid.sortResult,
  controlOid.extendedDn,
  controlOid.searchOptions,
  ...withoutEffect,
]

export interface SearchControls {
  paged: PagedResults | null
  sort: { keys: readonly SortKey[]; isCritical: boolean } | null
  /** The format of GUID and SID for LDAP_SERVER_EXTENDED_DN. */
  extendedDn: 'hex' | 'text' | null
  /** SERVER_SEARCH_FLAG_PHANTOM_ROOT: a search from the root covers all naming contexts. */
  hasPhantomRoot: boolean
}

const phantomRoot = 2

export function hasUnknownCritical(controls: readonly LdapControl[]): boolean {
  return controls.some(({ isCritical, oid }) => isCritical && !supportedControls.includes(oid))
}

/** @throws LdapError if the value of a control is invalid */
export function readSearchControls(controls: readonly LdapControl[]): SearchControls {
  const find = (oid: string) => controls.find((control) => control.oid === oid)
  const paged = find(controlOid.pagedResults)
  const sort = find(controlOid.sort)
  const extendedDn = find(controlOid.extendedDn)
  const options = find(controlOid.searchOptions)
  return {
    paged: paged ? readPagedResults(paged.value) : null,
    sort: sort ? { keys: readSortKeys(sort.value), isCritical: sort.isCritical } : null,
    extendedDn: extendedDn ? formOfExtendedDn(extendedDn) : null,
    hasPhantomRoot: options !== undefined && (readFlags(options.value) & phantomRoot) !== 0,
  }
}

/** [MS-ADTS] 3.1.1.3.4.1.5: without a value, as a control of Windows 2000 has none, hexadecimal. */
function formOfExtendedDn({ value }: LdapControl): 'hex' | 'text' {
  if (!value || value.length === 0) return 'hex'
  const flag = readFlags(value)
  if (flag !== 0 && flag !== 1) throw new LdapError(`an extended name has no form ${flag}`)
  return flag === 1 ? 'text' : 'hex'
}
