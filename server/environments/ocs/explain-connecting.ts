import { createPublicKey, X509Certificate } from 'node:crypto'
import { describeFailure, type SipServerFailure } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'
import { PeerUnavailable } from '../../sip-user-agent/index.ts'
import type { CommunicationsTarget } from './communications-target.ts'

/** Makes a failure of Node's error when a connection cannot be opened. */
export function explainConnecting(error: unknown, target: CommunicationsTarget): PeerUnavailable {
  if (error instanceof PeerUnavailable) return error
  if (isAlertAboutUs(codeOf(error))) return explainRefusedCertificate(target, error)
  return new PeerUnavailable(failureToConnect(error, target), { cause: error })
}

function failureToConnect(error: unknown, target: CommunicationsTarget): SipServerFailure {
  const code = codeOf(error)
  const { serverName, transport } = target
  const address = `${target.host}:${target.port}`
  switch (code) {
    case 'ECONNREFUSED':
      return { code: 'connection-refused', facts: { address } }
    case 'ECONNRESET':
    case 'EPIPE':
      return {
        code: 'connection-lost',
        facts: { loss: { code: 'closed-while-opening', facts: { address, transport } } },
      }
    case 'CERT_HAS_EXPIRED':
      return { code: 'server-certificate-expired', facts: { address } }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        code: 'server-certificate-wrong-name',
        facts: { address, expected: serverName, names: namesOf(error) },
      }
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'EPROTO':
      return { code: 'not-tls', facts: { address } }
    default:
      return untrustedCodes.has(code)
        ? { code: 'server-certificate-untrusted', facts: { address } }
        : { code: 'unreachable', facts: { address, cause: describeFailure(error) } }
  }
}

const untrustedCodes = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
])

/** Whether the server sent a TLS alert that refuses the service's certificate (RFC 8446 section 6.2). */
function isAlertAboutUs(code: string): boolean {
  return /ALERT_(?:.*CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/.test(code)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * The server closed the connection right after the handshake. In TLS 1.3 a server refuses a client's certificate that way,
 * with an alert or without: the client believes that the handshake is done before the server has looked (RFC 8446 section
 * 4.4.2.4). The service looks at its own certificate to find what may be wrong with it.
 */
export function explainRefusedCertificate(target: CommunicationsTarget, cause: unknown): PeerUnavailable {
  const address = `${target.host}:${target.port}`
  if (target.certificate === null) {
    return new PeerUnavailable({ code: 'service-certificate-missing', facts: { address } }, { cause })
  }
  const own = new X509Certificate(target.certificate)
  const isExpired = Date.parse(own.validTo) < systemTime()
  const isOfOther = !own.verify(createPublicKey(target.ca))
  const facts = {
    address,
    fault: isExpired ? 'expired' : isOfOther ? 'other-authority' : null,
    validUntil: isExpired ? own.validTo : null,
    names: own.subjectAltName?.replace(/^DNS:/, '') ?? own.subject,
  } as const
  return new PeerUnavailable({ code: 'service-certificate-refused', facts }, { cause })
}

function namesOf(error: unknown): string | null {
  return error instanceof Error && 'cert' in error ? alternativeNames(error.cert) : null
}

function alternativeNames(certificate: unknown): string | null {
  if (typeof certificate !== 'object' || certificate === null) return null
  if (!('subjectaltname' in certificate) || typeof certificate.subjectaltname !== 'string') return null
  return certificate.subjectaltname.replaceAll('DNS:', '')
}
