import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Needs } from './needs.ts'
import { type RunningProgram, startProgram } from './program.ts'

export const linphoneNeeds: Needs = { programs: { 'linphone-daemon': 'linphone-cli' } }

/** Linphone's daemon: a plain SIP phone that reads commands and prints events, one a line. */
export interface Linphone {
  command(line: string): void
  /** Resolves once its whole output so far matches. */
  printed(wanted: RegExp): Promise<void>
  /** Asks the daemon whether it is registered. */
  isRegistered(): Promise<boolean>
  stop(): Promise<void>
}

/** Starts a phone, which registers over TCP at once. */
export async function startLinphone(folder: string, user: string, port: number): Promise<Linphone> {
  const home = join(folder, user)
  // The daemon fails if the folder of its database does not exist.
  await mkdir(join(home, '.local/share/linphone'), { recursive: true })
  await writeFile(join(home, 'linphonerc'), settingsOf(user, port))
  const phone: RunningProgram = startProgram('linphone-daemon', ['--config', join(home, 'linphonerc')], {
    HOME: home,
  })
  let output = ''
  let arrived = () => {}
  phone.process.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
    arrived()
  })
  const command = (line: string) => phone.process.stdin?.write(`${line}\n`)
  async function printed(wanted: RegExp, from = 0): Promise<void> {
    while (!wanted.test(output.slice(from))) {
      const more = new Promise<void>((resolve) => {
        arrived = resolve
      })
      await Promise.race([more, phone.ended])
    }
  }
  return {
    command,
    printed,
    async isRegistered() {
      const from = output.length
      command('register-status ALL')
      await printed(/State: |Status: Error/, from)
      return output.slice(from).includes('LinphoneRegistrationOk')
    },
    stop: () => phone.stop(),
  }
}

/** The phone's configuration: TCP only, on a port that the system chooses. */
function settingsOf(user: string, port: number): string {
  const address = `<sip:127.0.0.1:${port};transport=tcp>`
  return `[sip]
sip_port=0
sip_tcp_port=-1
sip_tls_port=0
use_ipv6=0
guess_hostname=0
register_only_when_network_is_up=0
default_proxy=0
[proxy_0]
reg_proxy=${address}
reg_route=${address}
reg_identity=sip:${user}@corp.example
reg_expires=600
reg_sendregister=1
publish=0
`
}
