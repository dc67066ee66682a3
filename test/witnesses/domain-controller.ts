import { randomInt } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Needs } from './needs.ts'
import { type RunningProgram, runOrFail, startProgram, waitForPort } from './program.ts'

/** The packages and rights that a Samba domain controller needs. */
export const sambaNeeds: Needs = {
  programs: { samba: 'samba-ad-dc', 'samba-tool': 'samba' },
  files: {
    '/usr/share/samba/setup/provision.ldif': 'samba-ad-provision',
    [domainModules()]: 'samba-dsdb-modules',
  },
  // Samba always uses the standard LDAP ports, which are below 1024.
  root: true,
}

/** Finds the folder of Samba's modules, whose name contains the architecture of the machine. */
function domainModules(): string {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : []
  const places = ['', ...folders].map((folder) => join('/usr/lib', folder, 'samba/ldb/samba_dsdb.so'))
  return places.find((place) => existsSync(place)) ?? '/usr/lib/samba/ldb/samba_dsdb.so'
}

/** Samba's rule for SASL binds. `yes`, the default, requires signing and so excludes SASL over TLS. */
type StrongAuthentication = 'yes' | 'allow_sasl_over_tls'

/** A Samba domain controller of the domain CORP, on an address of its own. */
export interface DomainController {
  /** An address within 127.0.0.0/8, with the standard LDAP ports 389 and 636. */
  readonly host: string
  /** The host name in its certificate. */
  readonly name: string
  /** Reads the certificate (PEM) of its authority. Samba makes both certificates when it first starts. */
  authority(): Promise<string>
  createUser(id: string, password: string, ...options: string[]): Promise<void>
  /** Runs `samba-tool` on its database, before it starts or while it runs. */
  tool(...args: string[]): Promise<void>
  start(strongAuthentication?: StrongAuthentication): Promise<void>
  stop(): Promise<void>
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

export async function provisionDomainController(domain: {
  name: string
  dns: string
}): Promise<DomainController> {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-samba-'))
  // Use a random loopback address, so that several domain controllers can run on one machine.
  const host = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`
  const settings = join(folder, 'smb.conf')
  const authorityFile = join(folder, 'private/tls/ca.pem')
  let running: RunningProgram | null = null

  const removeFolder = () => rm(folder, { recursive: true, force: true })
  for (const name of ['private', 'lock', 'state', 'cache', 'run', 'rpc', 'dns', 'winbind', 'time'])
    await mkdir(join(folder, name))
  await writeFile(settings, settingsOf(folder, host, domain))
  await runOrFail(
    'samba-tool',
    ...['domain', 'provision', `--configfile=${settings}`, '--server-role=dc', '--dns-backend=NONE'],
    ...[`--realm=${domain.dns.toUpperCase()}`, `--domain=${domain.name}`, '--host-name=dc'],
    ...[`--host-ip=${host}`, '--adminpass=Adm1nistrator!'],
  ).catch(async (error: unknown) => {
    await removeFolder()
    throw error
  })

  const tool = async (...args: string[]) => {
    await runOrFail('samba-tool', ...args, `--configfile=${settings}`)
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
      // Run a single process in the foreground, so that ending it ends the whole domain controller.
      const args = ['--interactive', '--model=single', '--debug-stdout', `--configfile=${settings}`, option]
      running = startProgram('samba', args)
      await Promise.race([Promise.all([waitForPort(host, 636), waitForPort(host, 389)]), running.ended])
    },
    stop,
    async remove() {
      await stop()
      await removeFolder()
    },
  }
}

/** The configuration: only the LDAP service, and all paths inside the folder. */
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
