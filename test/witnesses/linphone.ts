import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningProgram, startProgram } from './program.ts'
import type { Needs } from './witness.ts'

export const linphoneNeeds: Needs = { programs: { 'linphone-daemon': 'linphone-cli' } }

/** Linphone's daemon: a plain SIP phone for people, told what to do by lines, and telling what happens. */
export interface Linphone {
  tell(line: string): void
  /** Resolves once all that it has said so far matches. */
  says(wanted: RegExp): Promise<void>
  /** Whether it says that it is registered, now. */
  isRegistered(): Promise<boolean>
  stop(): Promise<void>
}

/** It registers over TCP as soon as it runs. */
export async function startLinphone(folder: string, user: string, port: number): Promise<Linphone> {
  const home = join(folder, user)
  // It makes its database in here, but not the folder, and breaks when there is none.
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
  const tell = (line: string) => phone.process.stdin?.write(`${line}\n`)
  async function says(wanted: RegExp, from = 0): Promise<void> {
    while (!wanted.test(output.slice(from))) {
      const more = new Promise<void>((resolve) => {
        arrived = resolve
      })
      await Promise.race([more, phone.ended])
    }
  }
  return {
    tell,
    says,
    async isRegistered() {
      const from = output.length
      tell('register-status ALL')
      await says(/State: |Status: Error/, from)
      return output.slice(from).includes('LinphoneRegistrationOk')
    },
    stop: () => phone.stop(),
  }
}

/** No sound, no other transport than TCP, and a port that the system chooses. */
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
