import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeFailure, Failure, type FailureFacts } from '../base/index.ts'
import type { KeyedCertificate } from './x509.ts'

/** Stores certificates across starts. */
export interface CertificateStore {
  /** Returns the certificate stored under `name` if it is still usable; otherwise makes one and stores it. */
  keep(
    name: string,
    isUsable: (found: KeyedCertificate) => boolean,
    make: () => Promise<KeyedCertificate>,
  ): Promise<KeyedCertificate>
  /** Writes the certificate without its key too, for programs that should trust it. @returns the file, or null if there is none */
  publish(name: string, certificate: string): Promise<string | null>
}

/**
 * Stores each certificate with its key in one private file, `certificates/NAME.pem`, which is replaced atomically. One file,
 * so that two processes that start at the same time cannot leave the certificate of one beside the key of the other.
 */
export async function openFolderStore(installFolder: string): Promise<CertificateStore> {
  const folder = join(installFolder, 'certificates')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
  } catch (error) {
    throw new Failure('certificate-folder', { folder, cause: describeFailure(error) }, { cause: error })
  }

  return {
    async keep(name, isUsable, make) {
      const path = join(folder, `${name}.pem`)
      const found = await read(path)
      if (found && isUsable(found)) return found
      const made = await make()
      return put(path, made, found !== null, isUsable)
    },
    async publish(name, certificate) {
      const path = join(installFolder, `${name}.pem`)
      if ((await readFile(path, 'utf8').catch(() => null)) === certificate) return path
      const aside = `${path}.${randomUUID()}`
      try {
        await writeFile(aside, certificate, { mode: 0o644, flag: 'wx' })
        await rename(aside, path)
        return path
      } catch {
        // Start even if the folder is read-only: only the copy is missing then.
        return null
      } finally {
        await rm(aside, { force: true }).catch(() => {})
      }
    },
  }
}

async function read(path: string): Promise<KeyedCertificate | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw fileFailure(path, 'unreadable', error)
  }
  const certificate = pemBlock(text, 'CERTIFICATE')
  const key = pemBlock(text, 'PRIVATE KEY')
  if (certificate === null || key === null) {
    throw fileFailure(path, 'no-pair')
  }
  let isPair: boolean
  try {
    isPair = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch (error) {
    throw fileFailure(path, 'damaged', error)
  }
  if (!isPair) throw fileFailure(path, 'not-matching')
  return { certificate, key }
}

/**
 * @param isReplacing whether an existing file has to be replaced. If there is no file, the first of two processes
 *   wins, and the other uses the certificate of the first.
 */
async function put(
  path: string,
  made: KeyedCertificate,
  isReplacing: boolean,
  isUsable: (found: KeyedCertificate) => boolean,
): Promise<KeyedCertificate> {
  const aside = `${path}.${randomUUID()}`
  try {
    await writeFile(aside, `${made.certificate}${made.key}`, { mode: 0o600, flag: 'wx' })
    if (isReplacing) {
      await rename(aside, path)
      return made
    }
    await link(aside, path)
    return made
  } catch (error) {
    if (isCode(error, 'EEXIST')) {
      const others = await read(path)
      if (others && isUsable(others)) return others
      await rename(aside, path)
      return made
    }
    if (isCode(error, 'EPERM') || isCode(error, 'ENOTSUP')) {
      // The file system has no hard links: the last of two processes wins, and each keeps its own certificate.
      await rename(aside, path)
      return made
    }
    throw fileFailure(path, 'unwritable', error)
  } finally {
    await rm(aside, { force: true })
  }
}

function pemBlock(text: string, label: string): string | null {
  const begin = `-----BEGIN ${label}-----`
  const end = `-----END ${label}-----`
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  return from < 0 || to < 0 ? null : `${text.slice(from, to)}${end}\n`
}

type FileState = FailureFacts['certificate-file']['state']

function fileFailure(path: string, state: FileState, thrown?: unknown): Failure {
  const cause = thrown === undefined ? null : describeFailure(thrown)
  return new Failure('certificate-file', { path, state, cause }, { cause: thrown })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
