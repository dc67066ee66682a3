import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, type TLSSocket } from 'node:tls'
import type { Notice, PeerName, ShownCertificate } from '#contract'

export type Judgement =
  | { readonly standing: 'server' | 'client'; readonly peer: PeerName }
  | { readonly standing: 'refused'; readonly problem: Notice }

/**
 * Identifies the peer of a TLS connection: a trusted server if its certificate, verified by node:tls against the lab's
 * authority, has a trusted name (MTLS); a client if it shows no certificate. A certificate that is shown must be
 * valid.
 */
export function judgePeer(socket: TLSSocket, trustedServers: readonly string[]): Judgement {
  const address = `${socket.remoteAddress}:${socket.remotePort}`
  const certificate = socket.getPeerCertificate()
  if (Object.keys(certificate).length === 0) {
    return { standing: 'client', peer: { name: null, address } }
  }
  const name = String(certificate.subject?.CN ?? 'a nameless owner')
  if (!socket.authorized) {
    return refuse(problemOf(String(socket.authorizationError), { address, name }, certificate))
  }
  const isNamed = trustedServers.some((trusted) => checkServerIdentity(trusted, certificate) === undefined)
  if (!isNamed) {
    const facts = { address, name, trusted: [...trustedServers] }
    return refuse({ code: 'certificate-of-stranger', facts })
  }
  return { standing: 'server', peer: { name, address } }
}

/** A description of the server's own certificate. */
export function readOwnCertificate(pem: string): ShownCertificate {
  const { subject, issuer, validTo } = new X509Certificate(pem)
  return { subject: commonName(subject), issuer: commonName(issuer), validUntil: validTo }
}

function commonName(subject: string): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject
}

function problemOf(
  code: string,
  facts: { address: string; name: string },
  { issuer, valid_to: validTo }: { issuer?: object; valid_to?: string },
): Notice {
  if (code === 'CERT_HAS_EXPIRED') {
    return { code: 'certificate-expired', facts: { ...facts, validUntil: validTo ?? '' } }
  }
  if (code === 'CERT_NOT_YET_VALID') return { code: 'certificate-not-yet-valid', facts }
  const issuerName = issuer && 'CN' in issuer ? String(issuer.CN) : null
  return { code: 'certificate-untrusted', facts: { ...facts, issuer: issuerName } }
}

function refuse(problem: Notice): Judgement {
  return { standing: 'refused', problem }
}
