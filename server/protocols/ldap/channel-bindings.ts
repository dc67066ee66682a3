import { createHash } from 'node:crypto'
import { BerElements, berTag } from './ber.ts'

const oidTag = 0x06

/** Signature algorithms whose hash is neither SHA-256 nor weaker: RSA and ECDSA with SHA-384 and SHA-512 (encoded OIDs). */
const strongerHashes = new Map([
  ['2a864886f70d01010c', 'sha384'],
  ['2a8648ce3d040303', 'sha384'],
  ['2a864886f70d01010d', 'sha512'],
  ['2a8648ce3d040304', 'sha512'],
])

/**
 * Ties an authentication to the TLS connection that carries it, so that nobody can relay it over another connection: MD5 of
 * a gss_channel_bindings_struct without addresses (RFC 2744 section 3.11, [MS-NLMP] 2.2.2.1, MsvAvChannelBindings). What
 * it binds to is the server's certificate: `tls-server-end-point` (RFC 5929 section 4).
 * @param certificate of the server, DER
 */
export function channelBindings(certificate: Uint8Array): Uint8Array {
  return bindingsOf(createHash(hashOf(certificate)).update(certificate).digest())
}

/** @param endPoint hash of the server's certificate */
export function bindingsOf(endPoint: Uint8Array): Uint8Array {
  const data = Buffer.concat([Buffer.from('tls-server-end-point:'), endPoint])
  // Type and length of the initiator's address, and of the acceptor's: none.
  const addresses = Buffer.alloc(16)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(data.length)
  return createHash('md5').update(addresses).update(length).update(data).digest()
}

/** The hash of the certificate's own signature, but never a weaker one than SHA-256 (RFC 5929 section 4.1). */
function hashOf(certificate: Uint8Array): string {
  const fields = new BerElements(certificate).within(berTag.sequence)
  fields.read(berTag.sequence)
  const signatureAlgorithm = fields.within(berTag.sequence).read(oidTag).toString('hex')
  return strongerHashes.get(signatureAlgorithm) ?? 'sha256'
}
