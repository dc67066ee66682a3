import { createPublicKey, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { systemTime } from '../clock/index.ts'
import { type KeyedCertificate, local } from './x509.ts'

const dayMs = 86_400_000
const authorityDays = 3650
const certificateDays = 365
/**
 * The validity of expired certificates. It is the same in every lab, since failure messages name the date and must not
 * differ between two runs.
 */
const expiredFrom = Date.UTC(2010, 0, 1)
const expiredUntil = Date.UTC(2011, 0, 1)

const generateRsa = promisify(generateKeyPair)

/** Uses node:crypto, which generates keys many times faster than forge. */
async function makeKey(): Promise<string> {
  const { privateKey } = await generateRsa('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Makes a new authority, whose certificate it signs itself (RFC 5280 section 4.2.1.9). */
export async function makeAuthorityCertificate(commonName: string): Promise<KeyedCertificate> {
  const key = await makeKey()
  const certificate = begin(key, systemTime() - dayMs, systemTime() + authorityDays * dayMs)
  const subject = [{ name: 'commonName', value: commonName }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    { name: 'subjectKeyIdentifier' },
  ])
  return finish(certificate, key, key)
}

/**
 * Makes a certificate for one host. It is valid for clients and for servers, as mutual TLS needs (RFC 5280 section
 * 4.2.1.12).
 * @param request.key the host's private key; default: a new one
 * @param request.isLocal whether the certificate also names the machine, for programs that reach the lab by the machine's name or address
 */
export async function sign(
  authority: KeyedCertificate,
  request: { hostName: string; key?: string; isExpired?: boolean; isLocal?: boolean },
): Promise<KeyedCertificate> {
  const key = request.key ?? (await makeKey())
  const certificate = request.isExpired
    ? begin(key, expiredFrom, expiredUntil)
    : begin(key, systemTime() - dayMs, systemTime() + certificateDays * dayMs)
  const issuer = forge.pki.certificateFromPem(authority.certificate)
  certificate.setSubject([{ name: 'commonName', value: request.hostName }])
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    {
      name: 'subjectAltName',
      altNames: [{ type: dnsNameType, value: request.hostName }, ...(request.isLocal ? localNames() : [])],
    },
    { name: 'subjectKeyIdentifier' },
  ])
  return finish(certificate, key, authority.key)
}

/** Type numbers of GeneralName (RFC 5280 section 4.2.1.6). */
const dnsNameType = 2
const addressType = 7

function localNames() {
  return [
    ...local.names().map((value) => ({ type: dnsNameType, value })),
    ...local.addresses.map((ip) => ({ type: addressType, ip })),
  ]
}

function begin(key: string, fromMs: number, untilMs: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  const spki = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  certificate.publicKey = forge.pki.publicKeyFromPem(spki)
  // Positive, not zero, at most 20 bytes (RFC 5280 section 4.1.2.2).
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(fromMs)
  certificate.validity.notAfter = new Date(untilMs)
  return certificate
}

function finish(certificate: forge.pki.Certificate, key: string, issuerKey: string): KeyedCertificate {
  certificate.sign(forge.pki.privateKeyFromPem(issuerKey), forge.md.sha256.create())
  return { certificate: forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n'), key }
}
