import { type DirectoryObstacle, type DirectoryObstacleFacts, describeFailure } from '../base/index.ts'
import { DirectoryUnavailable } from './directory-unavailable.ts'

/** What Node's error says about a TCP connection to the server. */
export function connectFailure(address: string, error: NodeJS.ErrnoException): DirectoryUnavailable {
  return new DirectoryUnavailable(address, connectObstacle(error), { cause: error })
}

function connectObstacle(error: NodeJS.ErrnoException): DirectoryObstacle {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { code: 'connection-refused', facts: {} }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code: 'no-address', facts: {} }
    case 'ETIMEDOUT':
      return { code: 'gave-up-connecting', facts: {} }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { code: 'no-route', facts: {} }
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'connection-closed', facts: {} }
    default:
      return { code: 'connection-broke', facts: { cause: error.message } }
  }
}

export function closed(address: string): DirectoryUnavailable {
  return new DirectoryUnavailable(address, { code: 'connection-closed', facts: {} })
}

type TlsProblem = DirectoryObstacleFacts['tls-failed']['problem']

const tlsProblems = new Map<string, TlsProblem>([
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'not-valid-yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
  ['CERT_SIGNATURE_FAILURE', 'wrong-signature'],
  ['ECONNRESET', 'closed'],
])

/** What Node's error says about a TLS handshake with the server. */
export function tlsFailure(address: string, error: NodeJS.ErrnoException): DirectoryUnavailable {
  const problem = tlsProblems.get(error.code ?? '') ?? null
  const facts = { problem, names: namesShown(error), cause: describeFailure(error) }
  return new DirectoryUnavailable(address, { code: 'tls-failed', facts }, { cause: error })
}

/** The names in a certificate that Node refused because it is for another name. One of them may be the one meant. */
function namesShown(error: Error): string | null {
  if (!('cert' in error) || !(typeof error.cert === 'object') || error.cert === null) return null
  const { cert } = error
  const alternatives = 'subjectaltname' in cert ? cert.subjectaltname : undefined
  if (typeof alternatives === 'string') return alternatives
  const subject = 'subject' in cert ? cert.subject : undefined
  const name = typeof subject === 'object' && subject !== null && 'CN' in subject ? subject.CN : undefined
  return typeof name === 'string' ? name : null
}
