import { describeFailure } from '../base/index.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'

/** What went wrong on the way to the server, in plain words. */
export function connectFailure(where: string, error: NodeJS.ErrnoException): DirectoryUnavailable {
  const cause = { cause: error }
  switch (error.code) {
    case 'ECONNREFUSED':
      return new DirectoryUnavailable('refused', `${where} refused the connection: nothing listens there`, {
        remedy: 'check that the directory runs, and its address',
        ...cause,
      })
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new DirectoryUnavailable('not-found', `${where} cannot be found: the name has no address`, {
        remedy: "check the directory's name, and the name service",
        ...cause,
      })
    case 'ETIMEDOUT':
      return timedOut(where, 'the system gave up connecting')
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new DirectoryUnavailable('not-found', `${where} cannot be reached: there is no way to it`, {
        remedy: "check the directory's address, and the network",
        ...cause,
      })
    case 'ECONNRESET':
    case 'EPIPE':
      return closed(where)
    default:
      return new DirectoryUnavailable('closed', `the connection to ${where} broke: ${error.message}`, cause)
  }
}

export function closed(where: string): DirectoryUnavailable {
  return new DirectoryUnavailable('closed', `${where} closed the connection before it answered`)
}

/** @param why what had not come by when */
export function timedOut(where: string, why: string): DirectoryUnavailable {
  return new DirectoryUnavailable('timed-out', `${where} did not answer in time: ${why}`, {
    remedy: 'check that the directory runs and is not overloaded',
  })
}

const certificateProblems = new Map<string, string>([
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not signed by an authority that is trusted here'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is not signed by an authority that is trusted here'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is not signed by an authority that is trusted here'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is not signed by an authority that is trusted here'],
  ['CERT_SIGNATURE_FAILURE', 'the signature of its certificate is wrong'],
  ['ECONNRESET', 'it closed the connection in the middle of the handshake'],
])

export function tlsFailure(where: string, error: NodeJS.ErrnoException): DirectoryUnavailable {
  const known = certificateProblems.get(error.code ?? '')
  const problem = known === undefined ? describeFailure(error) : known + namesShown(error)
  return new DirectoryUnavailable('tls', `TLS with ${where} failed: ${problem}`, {
    remedy: 'check the certificate of the directory, its name, and the authority that is trusted for it',
    cause: error,
  })
}

/** The names of a certificate that is for another name than the one looked for: one of them may be the one meant. */
function namesShown(error: Error): string {
  if (!('cert' in error) || !(typeof error.cert === 'object') || error.cert === null) return ''
  const { cert } = error
  const alternatives = 'subjectaltname' in cert ? cert.subjectaltname : undefined
  if (typeof alternatives === 'string') return ` (${alternatives})`
  const subject = 'subject' in cert ? cert.subject : undefined
  const name = typeof subject === 'object' && subject !== null && 'CN' in subject ? subject.CN : undefined
  return typeof name === 'string' ? ` (${name})` : ''
}
