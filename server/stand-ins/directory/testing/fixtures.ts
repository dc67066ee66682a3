import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'
import type { Clock } from '../../../clock/index.ts'
import {
  createDirectoryClient,
  type DirectoryClient,
  type DirectoryTarget,
} from '../../../directory/index.ts'
import { ntHash } from '../../../protocols/ntlm/index.ts'
import type { FrameRecord } from '../../../traffic/index.ts'
import { type Account, type AccountState, accountStates } from '../account.ts'
import { type Directory, type DirectoryStandInOptions, startDirectory } from '../directory.ts'

/** What the tests of this folder share: a few accounts, a certificate, and a directory with a client. */

export const password = 'c0rrect horse ünd battery'

const accounts = new Map<string, Account>(
  [account('alice', 'enabled'), ...accountStates.map((state) => account(state, state))].map((one) => [
    one.id,
    one,
  ]),
)

function account(id: string, state: AccountState): Account {
  return { id, name: `The ${id} one`, ntHash: ntHash(password), sipAddress: `sip:${id}@corp.example`, state }
}

export function startTestDirectory(
  clock: Clock,
  options: Partial<DirectoryStandInOptions> = {},
): Promise<Directory> {
  return startDirectory({
    clock,
    listen: { host: '127.0.0.1', port: 0 },
    domain: { name: 'CORP', dns: 'corp.example' },
    accounts: { find: (id) => accounts.get(id.toLowerCase()), all: () => accounts.values() },
    onProblem: () => {},
    ...options,
  })
}

export function testClient(
  clock: Clock,
  port: number,
  target: Partial<DirectoryTarget> = {},
): DirectoryClient & { frames: FrameRecord[] } {
  const frames: FrameRecord[] = []
  const client = createDirectoryClient({
    clock,
    tap: { frame: (record) => frames.push(record) },
    timeoutMs: 5000,
    target: () => ({
      host: '127.0.0.1',
      port,
      isTls: false,
      startTls: false,
      ca: null,
      serverName: null,
      domain: 'CORP',
      dns: 'corp.example',
      isExternal: false,
      ...target,
    }),
  })
  return { ...client, frames }
}

/** A self-signed certificate, which is its own authority, valid by the machine's clock. */
export function testCertificate(name: string): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
  certificate.serialNumber = '01'
  certificate.validity.notAfter = new Date(certificate.validity.notBefore.getTime() + 86_400_000)
  const subject = [{ name: 'commonName', value: name }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
  ])
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create())
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey }
}
