import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, type TLSSocket } from 'node:tls'

export type Judgement =
  | { readonly isTrusted: true; readonly peerName: string }
  | { readonly isTrusted: false; readonly problem: string }

/**
 * Whether the other end of a TLS connection is a trusted server: its certificate verified by node:tls against the lab's
 * authority, and carrying one of the names that are trusted (MTLS).
 */
export function judgePeer(socket: TLSSocket, trustedServers: readonly string[]): Judgement {
  const address = `${socket.remoteAddress}:${socket.remotePort}`
  const certificate = socket.getPeerCertificate()
  if (Object.keys(certificate).length === 0) {
    return refuse(`the client at ${address} showed no certificate, and was refused`)
  }
  const name = String(certificate.subject?.CN ?? 'a nameless owner')
  if (!socket.authorized) {
    const cause = explain(String(socket.authorizationError), certificate)
    return refuse(`the client at ${address} showed a certificate of ${name} ${cause}, and was refused`)
  }
  const isNamed = trustedServers.some((trusted) => checkServerIdentity(trusted, certificate) === undefined)
  if (!isNamed) {
    return refuse(
      `the client at ${address} showed a certificate of ${name}, which is not a trusted server (${trustedServers.join(', ')}), and was refused`,
    )
  }
  return { isTrusted: true, peerName: `${name} at ${address}` }
}

/** The server's own certificate in words. */
export function describeOwnCertificate(pem: string): string {
  const { subject, issuer, validTo } = new X509Certificate(pem)
  return `of ${commonName(subject)}, issued by ${commonName(issuer)}, valid until ${validTo}`
}

function commonName(subject: string): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject
}

function explain(
  code: string,
  { issuer, valid_to: validTo }: { issuer?: object; valid_to?: string },
): string {
  if (code === 'CERT_HAS_EXPIRED') return `that expired on ${validTo}`
  if (code === 'CERT_NOT_YET_VALID') return 'that is not valid yet'
  const name = issuer && 'CN' in issuer ? ` (${String(issuer.CN)})` : ''
  return `from an authority that is not trusted here${name}`
}

function refuse(problem: string): Judgement {
  return { isTrusted: false, problem }
}
