import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, type TLSSocket } from 'node:tls'

export type Judgement =
  | { readonly standing: 'server' | 'client'; readonly peerName: string }
  | { readonly standing: 'refused'; readonly problem: string }

/**
 * Who is at the other end of a TLS connection: a trusted server when its certificate, verified by node:tls against the
 * lab's authority, carries one of the names that are trusted (MTLS); a client when it shows none. A certificate that is
 * shown must be good.
 */
export function judgePeer(socket: TLSSocket, trustedServers: readonly string[]): Judgement {
  const address = `${socket.remoteAddress}:${socket.remotePort}`
  const certificate = socket.getPeerCertificate()
  if (Object.keys(certificate).length === 0) {
    return { standing: 'client', peerName: `the client at ${address}` }
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
  return { standing: 'server', peerName: `${name} at ${address}` }
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
  return { standing: 'refused', problem }
}
