import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openAuthority } from '../../server/certificates/index.ts'
import type { Needs } from './needs.ts'
import { freePort, startProgram, waitForPort } from './program.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

export const slapdNeeds: Needs = {
  programs: { slapd: 'slapd' },
  files: { '/etc/ldap/schema/core.schema': 'slapd' },
}

const host = '127.0.0.1'

/** OpenLDAP's server on loopback: an LDAP server that is not Active Directory. */
export interface Slapd {
  /** Its addresses by scheme. */
  readonly urls: { readonly ldap: string; readonly ldaps: string }
  /** A folder with `ca.pem`, the authority of its certificate. */
  readonly folder: string
  readonly pid: number
  remove(): Promise<void>
}

/** @param configuration more lines of `slapd.conf`. Without any, the server knows no user. */
export async function startSlapd(configuration: readonly string[] = []): Promise<Slapd> {
  const folder = await openTemporaryFolder()
  const at = (name: string) => join(folder.path, name)
  const authority = await openAuthority({ folder: null, dns: 'corp.example' })
  const own = await authority.issue('directory', 'valid')
  await chmod(folder.path, 0o755)
  await writeFile(at('ca.pem'), authority.certificate)
  await writeFile(at('cert.pem'), own.certificate)
  await writeFile(at('key.pem'), own.key)
  await writeFile(
    at('slapd.conf'),
    `include /etc/ldap/schema/core.schema
pidfile ${at('slapd.pid')}
TLSCACertificateFile ${at('ca.pem')}
TLSCertificateFile ${at('cert.pem')}
TLSCertificateKeyFile ${at('key.pem')}
${configuration.join('\n')}
`,
  )
  const [plain, secure] = [await freePort(host), await freePort(host)]
  const urls = { ldap: `ldap://${host}:${plain}`, ldaps: `ldaps://${host}:${secure}` }
  const running = startProgram('slapd', [
    '-d',
    '0',
    '-f',
    at('slapd.conf'),
    '-h',
    `${urls.ldap} ${urls.ldaps}`,
  ])
  await Promise.race([Promise.all([waitForPort(host, plain), waitForPort(host, secure)]), running.ended])
  return {
    urls,
    folder: folder.path,
    pid: running.process.pid ?? 0,
    async remove() {
      await running.stop()
      await folder.remove()
    },
  }
}
