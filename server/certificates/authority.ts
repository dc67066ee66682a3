import { createPublicKey, X509Certificate } from 'node:crypto'
import type { CertificateKind } from '#contract'
import type { sign as Sign } from './make-certificate.ts'
import { type CertificateStore, openFolderStore } from './store.ts'
import { isCurrent, isForThisMachine, type KeyedCertificate } from './x509.ts'

/** The server that a certificate is for: the Collaboration Service, the Communications Server or the directory. */
export type CertificateRole = 'service' | 'communications-server' | 'directory'

/** The kinds of certificates that can be issued; `missing` stands for no certificate. */
export type IssuedKind = Exclude<CertificateKind, 'missing'>

/** A certificate and its private key, both PEM. */
export interface IssuedCertificate {
  certificate: string
  key: string
  /** The name by which the role is known; the certificate carries it, unless its kind is `wrong-name`. */
  hostName: string
}

/** The lab's own certificate authority. */
export interface Authority {
  /** The authority's own certificate (PEM): what both ends of a connection trust. */
  readonly certificate: string
  /** A file with only that certificate, for external programs that should trust the lab; null: there is none. */
  readonly file: string | null
  /** The name by which a role is known in this lab's domain, such as `ocs.corp.example`. */
  hostName(role: CertificateRole): string
  issue(role: CertificateRole, kind: IssuedKind): Promise<IssuedCertificate>
}

export interface AuthorityOptions {
  /** The folder of the installation; null keeps all keys in memory only. */
  folder: string | null
  /** The lab's DNS domain. */
  dns: string
}

const hostLabels: Record<CertificateRole, string> = {
  service: 'bcs',
  'communications-server': 'ocs',
  directory: 'dc',
}

/** Loaded when a certificate has to be made, which is rare: the library behind it is large. */
const makeCertificates = () => import('./make-certificate.ts')

/** Authorities in memory, one per domain for the whole process, since generating keys is slow. */
const inMemory = new Map<string, Promise<Authority>>()

/**
 * Opens the lab's certificate authority: the one of the last start, or a new one if there is none or it has expired.
 * @throws Failure naming the file, if an existing file is not a valid certificate and key
 */
export async function openAuthority({ folder, dns }: AuthorityOptions): Promise<Authority> {
  if (folder !== null) return createAuthority(await openFolderStore(folder), dns)
  const known = inMemory.get(dns)
  if (known) return known
  const made = createAuthority(createMemoryStore(), dns)
  inMemory.set(dns, made)
  made.catch(() => inMemory.delete(dns))
  return made
}

async function createAuthority(store: CertificateStore, dns: string): Promise<Authority> {
  const isCurrentAuthority = (found: KeyedCertificate) => isCurrent(new X509Certificate(found.certificate))
  const own = await store.keep('authority', isCurrentAuthority, () => makeAuthority('Bramble lab CA'))
  const ownKey = createPublicKey(own.certificate)
  const file = await store.publish('ca', own.certificate)
  /** Created on demand and once, since generating their keys is slow. */
  const valid = new Map<CertificateRole, Promise<KeyedCertificate>>()
  let stranger: Promise<KeyedCertificate> | null = null

  const hostName = (role: CertificateRole) => `${hostLabels[role]}.${dns}`

  async function issueValid(role: CertificateRole): Promise<KeyedCertificate> {
    const name = hostName(role)
    const isUsable = (found: KeyedCertificate) => {
      const certificate = new X509Certificate(found.certificate)
      return (
        isCurrent(certificate) &&
        certificate.checkHost(name) !== undefined &&
        isForThisMachine(certificate) &&
        certificate.verify(ownKey)
      )
    }
    const made = await (valid.get(role) ?? begin(role, name, isUsable))
    // A lab may run longer than its certificates are valid.
    return isUsable(made) ? made : begin(role, name, isUsable)
  }

  function begin(role: CertificateRole, name: string, isUsable: (found: KeyedCertificate) => boolean) {
    const making = store.keep(role, isUsable, () => signFor(own, { hostName: name, isLocal: true }))
    valid.set(role, making)
    making.catch(() => valid.delete(role))
    return making
  }

  async function issueKind(role: CertificateRole, kind: IssuedKind): Promise<KeyedCertificate> {
    const good = await issueValid(role)
    switch (kind) {
      case 'valid':
        return good
      case 'expired':
        return signFor(own, { hostName: hostName(role), key: good.key, isExpired: true, isLocal: true })
      case 'wrong-name':
        return signFor(own, { hostName: `someone-else.${dns}`, key: good.key })
      case 'untrusted':
        stranger ??= makeAuthority('A CA that nobody here trusts')
        return signFor(await stranger, { hostName: hostName(role), key: good.key })
    }
  }

  return {
    certificate: own.certificate,
    file,
    hostName,
    async issue(role, kind) {
      const { certificate, key } = await issueKind(role, kind)
      return { certificate, key, hostName: hostName(role) }
    },
  }
}

async function makeAuthority(commonName: string): Promise<KeyedCertificate> {
  const { makeAuthorityCertificate } = await makeCertificates()
  return makeAuthorityCertificate(commonName)
}

async function signFor(...request: Parameters<typeof Sign>): Promise<KeyedCertificate> {
  const { sign } = await makeCertificates()
  return sign(...request)
}

function createMemoryStore(): CertificateStore {
  return { keep: (_name, _isUsable, make) => make(), publish: async () => null }
}
