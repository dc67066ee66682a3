/** What Active Directory's sub-codes mean, for people. They are Windows error numbers in hexadecimal. */
const words = new Map<string, string>([
  ['525', 'Active Directory knows no such user'],
  ['52e', 'the user ID or the password is wrong'],
  ['530', 'the user may not log in at this time'],
  ['531', 'the user may not log in from this computer'],
  ['532', 'the password has expired'],
  ['533', 'the account is disabled'],
  ['568', 'the user belongs to too many groups'],
  ['701', 'the account has expired'],
  ['773', 'the password must be changed before the first login'],
  ['775', 'the account is locked'],
])

/** The sub-code in a diagnostic message such as `80090308: LdapErr: …, data 52e, v2580`. */
export function subCodeOf(diagnostic: string): string | null {
  return /\bdata ([0-9a-f]{1,8})\b/i.exec(diagnostic)?.[1]?.toLowerCase() ?? null
}

export function refusalWords(subCode: string | null): string {
  if (subCode === null) return 'Active Directory refused the user ID or the password'
  return words.get(subCode) ?? `Active Directory refused the login with its code ${subCode}`
}
