import { type LdapResult, resultCode } from '../ldap/index.ts'
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
 * everything else that is wrong with an account is told only to who knows the password, as Active Directory does it.
 */
export function refusalOf(
  account: Account | undefined,
  hasRightPassword: (account: Account) => boolean,
): string | null {
  if (!account) return subCode.unknownUser
  if (account.state === 'locked') return subCodeOfState.locked
  if (!hasRightPassword(account)) return subCode.wrongPassword
  return subCodeOfState[account.state]
}

export const success: LdapResult = { code: resultCode.success, matchedDn: '', diagnostic: '' }

/** An answer in Active Directory's words: an error number, where in its source it arose, a comment, data and a version. */
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

/** RFC 4513 section 5.1.2: a name without a password would look like a login that succeeded. */
export const passwordMissing = answer(
  resultCode.unwillingToPerform,
  '00002035',
  '0C090A3A',
  'A simple bind with a name needs a password',
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

export function noSuchObject(matchedDn: string): LdapResult {
  const result = answer(resultCode.noSuchObject, '0000208D', '03100241', 'problem 2001 (NO_OBJECT)')
  return { ...result, matchedDn }
}
