import { randomInt } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accepting, must, type RunningProgram, startProgram } from './program.ts'
import type { Needs } from './witness.ts'

/** What a Samba Active Directory domain controller needs of the machine. */
export const sambaNeeds: Needs = {
  programs: { samba: 'samba-ad-dc', 'samba-tool': 'samba' },
  files: {
    '/usr/share/samba/setup/provision.ldif': 'samba-ad-provision',
    [domainModules()]: 'samba-dsdb-modules',
  },
  // LDAP's ports are fixed in Samba, and below 1024.
  root: true,
}

/** The folder of libraries is named after the machine's architecture. */
function domainModules(): string {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : []
  const places = ['', ...folders].map((folder) => join('/usr/lib', folder, 'samba/ldb/samba_dsdb.so'))
  return places.find((place) => existsSync(place)) ?? '/usr/lib/samba/ldb/samba_dsdb.so'
}

/** What the domain controller asks of SASL binds: signing, and so none over TLS (its default); or TLS alone. */
type StrongAuthentication = 'yes' | 'allow_sasl_over_tls'

/** A Samba domain controller of the domain CORP, on an address of its own. */
export interface DomainController {
  /** The address within 127.0.0.0/8. Its ports are LDAP's own, 389 and 636. */
  readonly host: string
  /** The name that its certificate shows. */
  readonly name: string
  /** PEM of the authority that signed its certificate. Samba makes both when it first starts. */
  authority(): Promise<string>
  createUser(id: string, password: string, ...options: string[]): Promise<void>
  /** `samba-tool` on its database; before it starts, or while it runs. */
  tool(...args: string[]): Promise<void>
  start(strongAuthentication?: StrongAuthentication): Promise<void>
  stop(): Promise<void>
  /** Stops it, and removes everything it has. */
  remove(): Promise<void>
}

export async function provisionDomainController(domain: {
  name: string
  dns: string
}): Promise<DomainController> {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-samba-'))
  // Several can run on one machine, each on an address that nobody else is likely to have.
  const host = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`
  const settings = join(folder, 'smb.conf')
  const authorityFile = join(folder, 'private/tls/ca.pem')
  let running: RunningProgram | null = null

  const removeFolder = () => rm(folder, { recursive: true, force: true })
  for (const name of ['private', 'lock', 'state', 'cache', 'run', 'rpc', 'dns', 'winbind', 'time'])
    await mkdir(join(folder, name))
  await writeFile(settings, settingsOf(folder, host, domain))
  await must(
    'samba-tool',
    ...['domain', 'provision', `--configfile=${settings}`, '--server-role=dc', '--dns-backend=NONE'],
    ...[`--realm=${domain.dns.toUpperCase()}`, `--domain=${domain.name}`, '--host-name=dc'],
    ...[`--host-ip=${host}`, '--adminpass=Adm1nistrator!'],
  ).catch(async (error: unknown) => {
    await removeFolder()
    throw error
  })

  const tool = async (...args: string[]) => {
    await must('samba-tool', ...args, `--configfile=${settings}`)
  }
  async function stop(): Promise<void> {
    await running?.stop()
    running = null
  }

  return {
    host,
    name: `dc.${domain.dns}`,
    authority: () => readFile(authorityFile, 'utf8'),
    tool,
    createUser: (id, password, ...options) => tool('user', 'create', id, password, ...options),
    async start(strongAuthentication = 'yes') {
      const option = `--option=ldap server require strong auth=${strongAuthentication}`
      // One process, in the foreground: ending it ends everything.
      const args = ['--interactive', '--model=single', '--debug-stdout', `--configfile=${settings}`, option]
      running = startProgram('samba', args)
      await Promise.race([Promise.all([accepting(host, 636), accepting(host, 389)]), running.ended])
    },
    stop,
    async remove() {
      await stop()
      await removeFolder()
    },
  }
}

/** LDAP and nothing else, and no path outside the folder. */
function settingsOf(folder: string, host: string, domain: { name: string; dns: string }): string {
  return `[global]
netbios name = DC
realm = ${domain.dns.toUpperCase()}
workgroup = ${domain.name}
server role = active directory domain controller
server services = ldap
interfaces = ${host}/8
bind interfaces only = yes
private dir = ${folder}/private
lock directory = ${folder}/lock
state directory = ${folder}/state
cache directory = ${folder}/cache
pid directory = ${folder}/run
ncalrpc dir = ${folder}/rpc
binddns dir = ${folder}/dns
winbindd socket directory = ${folder}/winbind
ntp signd socket directory = ${folder}/time
log file = ${folder}/log
[sysvol]
path = ${folder}/state/sysvol
read only = no
[netlogon]
path = ${folder}/state/sysvol/${domain.dns}/scripts
read only = no
`
}
