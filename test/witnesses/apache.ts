import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Needs } from './needs.ts'
import { freePort, startProgram, waitForPort } from './program.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

const modules = '/usr/lib/apache2/modules'

export const apacheNeeds: Needs = {
  programs: { apache2: 'apache2-bin' },
  files: { [`${modules}/mod_authnz_ldap.so`]: 'apache2-bin' },
}

const host = '127.0.0.1'

export interface ApacheOptions {
  /** Port of the directory on loopback. Apache uses StartTLS there. */
  directoryPort: number
  /** Certificate (PEM) of the authority that issued the directory's certificate. */
  authority: string
  /** The account with which Apache binds to look users up. */
  bind: { name: string; password: string }
  /** LDAP filter for the look-up, in addition to the user's name. */
  filter: string
  /** For each path, the arguments of its `Require` directive: who may read it. */
  require: Readonly<Record<string, string>>
}

/** An Apache on loopback that authenticates users at a directory with mod_authnz_ldap. */
export interface Apache {
  /** Requests a path with Basic authentication. @returns the HTTP status */
  get(path: string, user: string, password: string): Promise<number>
  remove(): Promise<void>
}

export async function startApache(options: ApacheOptions): Promise<Apache> {
  // Apache drops root's rights and then may not be able to read inside TMPDIR, so use /tmp.
  const folder = await openTemporaryFolder('/tmp')
  const at = (name: string) => join(folder.path, name)
  const port = await freePort(host)
  await chmod(folder.path, 0o755)
  await mkdir(at('site'))
  for (const path of Object.keys(options.require)) await writeFile(at(`site/${path}`), 'in\n')
  await writeFile(at('ca.pem'), options.authority)
  await writeFile(at('apache.conf'), settingsOf(options, port, at))
  // Run a single process in the foreground.
  const running = startProgram('apache2', ['-X', '-f', at('apache.conf')])
  await Promise.race([waitForPort(host, port), running.ended])
  return {
    async get(path, user, password) {
      const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      const { status } = await fetch(`http://${host}:${port}/${path}`, { headers: { authorization } })
      return status
    },
    async remove() {
      await running.stop()
      await folder.remove()
    },
  }
}

function settingsOf(options: ApacheOptions, port: number, at: (name: string) => string): string {
  const { bind, directoryPort, filter, require } = options
  const names = ['mpm_prefork', 'authn_core', 'authz_core', 'authz_user', 'auth_basic', 'ldap', 'authnz_ldap']
  return `ServerRoot "${at('')}"
ServerName ${host}
PidFile ${at('apache.pid')}
Mutex file:${at('')} default
ErrorLog ${at('error.log')}
Listen ${host}:${port}
KeepAlive Off
${process.getuid?.() === 0 ? 'User nobody\nGroup nogroup' : ''}
${names.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
DocumentRoot "${at('site')}"
LDAPTrustedGlobalCert CA_BASE64 "${at('ca.pem')}"
LDAPVerifyServerCert On
<Directory "${at('site')}">
  AuthType Basic
  AuthName "corp"
  AuthBasicProvider ldap
  AuthLDAPURL "ldap://${host}:${directoryPort}/DC=corp,DC=example?sAMAccountName?sub?${filter}" STARTTLS
  AuthLDAPMaxSubGroupDepth 3
  AuthLDAPSubGroupAttribute member
  AuthLDAPSubGroupClass group
  AuthLDAPBindDN "${bind.name}"
  AuthLDAPBindPassword "${bind.password}"
</Directory>
${Object.entries(require)
  .map(([path, who]) => `<Location "/${path}">\n  Require ${who}\n</Location>`)
  .join('\n')}
`
}
