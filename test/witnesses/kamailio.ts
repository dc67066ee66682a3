import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openAuthority } from '../../server/certificates/index.ts'
import type { Needs } from './needs.ts'
import { freePort, type RunningProgram, runOrFail, startProgram, waitForPort } from './program.ts'
import { openTemporaryFolder } from './temporary-folder.ts'

export const kamailioNeeds: Needs = {
  programs: { kamailio: 'kamailio', kamcmd: 'kamailio' },
  files: { '/etc/kamailio/tls.cfg': 'kamailio-tls-modules' },
}

export interface KamailioOptions {
  /** Passwords by user. */
  users: Readonly<Record<string, string>>
  transport?: 'tls' | 'tcp'
  /** Hash algorithm of Digest authentication. */
  algorithm?: 'MD5' | 'SHA-256'
  /** Lifetime of a nonce. */
  nonceSeconds?: number
  /** Maximum lifetime of a registration. */
  registrationSeconds?: number
}

/** A Kamailio on loopback: registrar and proxy of `corp.example`, without Microsoft's extensions. */
export interface Kamailio {
  readonly host: string
  readonly port: number
  /** A folder with `ca.pem`, the authority of its certificate, and `other-ca.pem`, another authority. */
  readonly folder: string
  /** Dumps its table of registrations. */
  registered(): Promise<string>
  stop(): Promise<void>
  /** Starts it again on the same port, with no user registered. */
  start(): Promise<void>
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

const host = '127.0.0.1'

export async function startKamailio(options: KamailioOptions): Promise<Kamailio> {
  const folder = await openTemporaryFolder()
  const at = (name: string) => join(folder.path, name)
  const authority = await openAuthority({ folder: null, dns: 'corp.example' })
  const own = await authority.issue('communications-server', 'valid')
  await mkdir(at('run'))
  await writeFile(at('cert.pem'), own.certificate)
  await writeFile(at('key.pem'), own.key)
  await writeFile(at('ca.pem'), authority.certificate)
  await writeFile(
    at('other-ca.pem'),
    (await openAuthority({ folder: null, dns: 'other.example' })).certificate,
  )
  // Kamailio cannot report a port that the system chose, so find a free port first.
  const port = await freePort(host)
  await writeFile(at('kamailio.cfg'), settingsOf(options, port, at))

  let running: RunningProgram | null = null
  async function start(): Promise<void> {
    await rm(at('run/ctl'), { force: true })
    const memory = ['-m', '32', '-M', '4']
    const files = ['-f', at('kamailio.cfg'), '-Y', at('run')]
    running = startProgram('kamailio', ['-DD', '-E', ...files, ...memory])
    await Promise.race([waitForPort(host, port), running.ended])
  }
  async function stop(): Promise<void> {
    await running?.stop()
    running = null
  }
  await start()

  return {
    host,
    port,
    folder: folder.path,
    registered: () => runOrFail('kamcmd', '-s', `unix:${at('run/ctl')}`, 'ul.dump'),
    start,
    stop,
    async remove() {
      await stop()
      await folder.remove()
    },
  }
}

function settingsOf(options: KamailioOptions, port: number, at: (name: string) => string): string {
  const {
    algorithm = 'MD5',
    nonceSeconds = 300,
    registrationSeconds = 3600,
    transport = 'tls',
    users,
  } = options
  const passwords = Object.entries(users).map(
    ([user, password]) => `$sht(passwords=>${user}) = "${password}";`,
  )
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=1
tcp_children=2
enable_tls=${transport === 'tls' ? 'yes' : 'no'}
listen=${transport}:${host}:${port}
alias="corp.example"
auto_aliases=no
server_header="Server: Kamailio"

${transport === 'tls' ? 'loadmodule "tls.so"' : ''}
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "htable.so"
loadmodule "auth.so"
loadmodule "ctl.so"

${
  transport === 'tls'
    ? `modparam("tls", "certificate", "${at('cert.pem')}")
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "${at('key.pem')}")`
    : ''
}
modparam("ctl", "binrpc", "unix:${at('run/ctl')}")
modparam("usrloc", "db_mode", 0)
modparam("registrar", "max_expires", ${registrationSeconds})
modparam("registrar", "min_expires", 1)
modparam("htable", "htable", "passwords=>size=6;")
modparam("auth", "algorithm", "${algorithm}")
modparam("auth", "nonce_expire", ${nonceSeconds})
# Accept each nonce count only once, and only in ascending order.
modparam("auth", "nonce_count", 1)
modparam("auth", "qop", "auth")

event_route[htable:mod-init] {
  ${passwords.join('\n  ')}
}

request_route {
  if (!mf_process_maxfwd_header("10")) {
    sl_send_reply("483", "Too Many Hops");
    exit;
  }
  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (has_totag()) {
    if (loose_route()) t_relay();
    else if (is_method("ACK")) { if (t_check_trans()) t_relay(); }
    else sl_send_reply("404", "Not here");
    exit;
  }
  if (is_method("OPTIONS") && uri == myself && $rU == $null) {
    sl_send_reply("200", "Alive");
    exit;
  }
  if (is_method("REGISTER")) {
    if (!pv_auth_check("$td", "$sht(passwords=>$au)", "0", "1")) {
      www_challenge("$td", "1");
      exit;
    }
    save("location");
    exit;
  }
  if (!pv_auth_check("$fd", "$sht(passwords=>$au)", "0", "1")) {
    proxy_challenge("$fd", "1");
    exit;
  }
  consume_credentials();
  if (is_method("INVITE|SUBSCRIBE")) record_route();
  if (!lookup("location")) {
    sl_send_reply("404", "Not Found");
    exit;
  }
  t_relay();
}
`
}
