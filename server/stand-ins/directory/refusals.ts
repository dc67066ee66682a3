import { type LdapResult, resultCode } from '../../protocols/ldap/index.ts'
import type { Account, AccountState } from './account.ts'

/** Active Directory's sub-codes, which are Windows error numbers in hexadecimal. */
export const subCode = {
  unknownUser: '525',
  wrongPassword: '52e',
  malformedToken: '57',
} as const

const subCodeOfState: Record<AccountState, string | null> = {
  enabled: null,
  disabled: '533',
  locked: '775',
  'account-expired': '701',
  'password-expired': '532',
  'must-change-password': '773',
}

/**
 * Why an account is refused, or null when it may log in. A locked account is refused before its password is looked at;
 * other states are reported only with the right password, as in Active Directory.
 */
export function accountRefusal(
  account: Account | undefined,
  hasRightPassword: (account: Account) => boolean,
): string | null {
  if (!account) return subCode.unknownUser
  if (account.state === 'locked') return subCodeOfState.locked
  if (!hasRightPassword(account)) return subCode.wrongPassword
  return subCodeOfState[account.state]
}

export const success: LdapResult = { code: resultCode.success, matchedDn: '', diagnostic: '' }

/** A diagnostic message in the form of Active Directory: an error number, where in its source it arose, a comment, data and a version. */
function answer(code: number, error: string, place: string, comment: string, data = '0'): LdapResult {
  return {
    code,
    matchedDn: '',
    diagnostic: `${error}: LdapErr: DSID-${place}, comment: ${comment}, data ${data}, v2580`,
  }
}

export function invalidCredentials(data: string): LdapResult {
  return answer(resultCode.invalidCredentials, '80090308', '0C09044E', 'AcceptSecurityContext error', data)
}

export const mechanismUnknown = answer(
  resultCode.authMethodNotSupported,
  '00002027',
  '0C0905ED',
  'Invalid Authentication method',
)

export const tlsRequired = answer(
  resultCode.strongerAuthRequired,
  '00002028',
  '0C090202',
  'The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection',
)

export const simpleBindOff = answer(
  resultCode.authMethodNotSupported,
  '00002027',
  '0C0905ED',
  'Simple bind is switched off',
)

export const bindRequired = answer(
  resultCode.operationsError,
  '000004DC',
  '0C0906DD',
  'In order to perform this operation a successful bind must be completed on the connection.',
)

export const tlsUnavailable = answer(
  resultCode.unavailable,
  '00000000',
  '0C090E17',
  'Error initializing SSL/TLS',
)

export const tlsAlreadyActive = answer(
  resultCode.operationsError,
  '00002028',
  '0C090E16',
  'TLS or SSL already in effect',
)

export function protocolError(comment: string): LdapResult {
  return answer(resultCode.protocolError, '0000203D', '0C090C7D', comment)
}

export const readOnly = answer(
  resultCode.unwillingToPerform,
  '00002035',
  '0C090A48',
  'This directory is for reading only',
)

export const controlUnknown = answer(
  resultCode.unavailableCriticalExtension,
  '00000057',
  '0C090A8A',
  'Unknown critical control',
)

/** The value of a known control is invalid. */
export function controlMalformed(what: string): LdapResult {
  return answer(resultCode.protocolError, '00000057', '0C090A8F', `Error processing control: ${what}`)
}

/** The cookie of a paged search is unknown or used up. */
export const cookieUnknown = answer(
  resultCode.unavailableCriticalExtension,
  '00000057',
  '0C090A8F',
  'Error processing control: the cookie is none of a paged search of this connection that can go on',
)

export const sortRefused = answer(
  resultCode.unavailableCriticalExtension,
  '00002077',
  '0C090BB7',
  'Error processing control: the entries cannot be sorted in this way',
)

export const tooMuchWork = answer(
  resultCode.adminLimitExceeded,
  '00000400',
  '0C090D8E',
  'The filter has too many clauses for so many entries',
)

export function constructedInFilter(what: string): LdapResult {
  return answer(resultCode.inappropriateMatching, '00002120', '0C090D2E', what)
}

export function noSuchAttribute(attribute: string): LdapResult {
  return attributeError(resultCode.noSuchAttribute, '00000057', '1000 (NO_ATTRIBUTE_OR_VAL)', attribute)
}

export function valueMalformed(attribute: string): LdapResult {
  return attributeError(
    resultCode.invalidAttributeSyntax,
    '00000057',
    '1001 (INVALID_ATTRIBUTE_SYNTAX)',
    attribute,
  )
}

function attributeError(code: number, error: string, problem: string, attribute: string): LdapResult {
  const diagnostic = `${error}: AttrErr: DSID-03151D6C, #1:\n\t0: ${error}: DSID-03151D6C, problem ${problem}, data 0, Att ${attribute}`
  return { code, matchedDn: '', diagnostic }
}

/** @param matchedDn the existing part of the name (RFC 4511 section 4.1.9) */
export function noSuchObject(matchedDn: string): LdapResult {
  return nameError(resultCode.noSuchObject, '0000208D', '2001 (NO_OBJECT), data 0', matchedDn, matchedDn)
}

export function badName(dn: string): LdapResult {
  return nameError(resultCode.invalidDNSyntax, '0000208F', '2006 (BAD_NAME), data 8350', dn.slice(0, 200), '')
}

function nameError(
  code: number,
  error: string,
  problem: string,
  bestMatch: string,
  matchedDn: string,
): LdapResult {
  const diagnostic = `${error}: NameErr: DSID-03100241, problem ${problem}, best match of:\n\t'${bestMatch}'\n`
  return { code, matchedDn, diagnostic }
}
