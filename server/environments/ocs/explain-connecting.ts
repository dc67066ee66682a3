import { createPublicKey, X509Certificate } from 'node:crypto'
import { describeFailure } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'
import { PeerUnavailable, type UnavailableCode } from '../../sip-user-agent/index.ts'
import type { CommunicationsTarget } from './communications-target.ts'

/** Turns what Node says when a connection cannot be opened into plain words. */
export function explainConnecting(error: unknown, target: CommunicationsTarget): PeerUnavailable {
  if (error instanceof PeerUnavailable) return error
  const code = codeOf(error)
  const server = `the Communications Server at ${target.host}:${target.port}`
  const fail = (kind: UnavailableCode, message: string) =>
    new PeerUnavailable(kind, message, { cause: error })

  if (isAlertAboutUs(code)) return explainRefusedCertificate(target, error)
  switch (code) {
    case 'ECONNREFUSED':
      return fail('connection-refused', `${server} refuses connections: it is not running there`)
    case 'ECONNRESET':
    case 'EPIPE':
      return fail(
        'connection-lost',
        `${server} closed the connection while it was being opened${target.transport === 'tls' ? ': is it set up for TCP?' : ''}`,
      )
    case 'CERT_HAS_EXPIRED':
      return fail('server-certificate-expired', `the certificate of ${server} has expired`)
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return fail(
        'server-certificate-wrong-name',
        `the certificate of ${server} is not made out to ${target.serverName} but to ${namesOf(error)}`,
      )
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'EPROTO':
      return fail('not-tls', `${server} does not speak TLS: is it set up for TCP?`)
    default:
      if (untrustedCodes.has(code)) {
        return fail(
          'server-certificate-untrusted',
          `the certificate of ${server} comes from an authority that the service does not trust`,
        )
      }
      return fail('unreachable', `${server} cannot be reached: ${describeFailure(error)}`)
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

/** Whether a TLS alert says that the server did not like the certificate shown to it (RFC 8446 section 6.2). */
function isAlertAboutUs(code: string): boolean {
  return /ALERT_(?:.*CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/.test(code)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * The server closed the connection right after the handshake. In TLS 1.3 that is how a server refuses a client's
 * certificate, with an alert or without: the client believes the handshake done before the server has looked
 * (RFC 8446 section 4.4.2.4). What is wrong with the certificate can be told from this end as well.
 */
export function explainRefusedCertificate(target: CommunicationsTarget, cause: unknown): PeerUnavailable {
  const server = `the Communications Server at ${target.host}:${target.port}`
  if (target.certificate === null) {
    return new PeerUnavailable(
      'service-certificate-missing',
      `${server} wants a certificate (MTLS), and the service showed none`,
      { cause },
    )
  }
  return new PeerUnavailable(
    'service-certificate-refused',
    `${server} refused the service's certificate${whatIsWrong(target.certificate, target.ca)}`,
    { cause },
  )
}

function whatIsWrong(certificate: string, ca: string): string {
  const own = new X509Certificate(certificate)
  if (Date.parse(own.validTo) < systemTime()) return `, which expired on ${own.validTo}`
  if (!own.verify(createPublicKey(ca))) return ', which another authority issued'
  return `, made out to ${own.subjectAltName?.replace(/^DNS:/, '') ?? own.subject}`
}

function namesOf(error: unknown): string {
  const names = error instanceof Error && 'cert' in error ? alternativeNames(error.cert) : null
  return names ?? 'another name'
}

function alternativeNames(certificate: unknown): string | null {
  if (typeof certificate !== 'object' || certificate === null) return null
  if (!('subjectaltname' in certificate) || typeof certificate.subjectaltname !== 'string') return null
  return certificate.subjectaltname.replaceAll('DNS:', '')
}
