import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommunicationsServer } from '../../server/communications/index.ts'
import { startTestServer } from '../../server/communications/testing/start-server.ts'
import { createRealClock } from '../../server/lab/clock/index.ts'
import { type RunningProgram, startProgram } from './program.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

/** A plain SIP phone for people: it sends and receives messages without dialogs, and knows nothing of presence here. */
describeWitness('Linphone', { programs: { 'linphone-daemon': 'linphone-cli' } }, () => {
  let folder: TemporaryFolder
  let server: CommunicationsServer
  let problems: string[]
  let phones: RunningProgram[]

  beforeEach(async () => {
    folder = await openTemporaryFolder()
    problems = []
    phones = []
    server = await startTestServer(createRealClock(), 'ocs2007r2', problems)
  })
  afterEach(async () => {
    await Promise.all(phones.map((phone) => phone.stop()))
    await server.stop()
    await folder.remove()
  })

  /** Registers as soon as it runs. */
  async function start(user: string) {
    const home = join(folder.path, user)
    // It makes its database in here, but not the folder, and breaks when there is none.
    await mkdir(join(home, '.local/share/linphone'), { recursive: true })
    await writeFile(join(home, 'linphonerc'), settingsOf(user, server.port))
    const phone = startProgram('linphone-daemon', ['--config', join(home, 'linphonerc')], { HOME: home })
    phones.push(phone)
    let output = ''
    let arrived = () => {}
    phone.process.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      arrived()
    })
    return {
      tell: (line: string) => phone.process.stdin?.write(`${line}\n`),
      async says(wanted: RegExp): Promise<void> {
        while (!wanted.test(output)) {
          const more = new Promise<void>((resolve) => {
            arrived = resolve
          })
          await Promise.race([more, phone.ended])
        }
      },
    }
  }

  test('registers, and exchanges messages with another', async () => {
    const alice = await start('alice')
    const bob = await start('bob')
    await expect.poll(() => server.registrations().length, { timeout: 20_000 }).toBe(2)
    // Told twice: by the answer to its MESSAGE, and by the other phone, which says so in a message of its own (RFC 5438).
    alice.tell('message sip:bob@corp.example Grüße, 日本')
    await bob.says(/From: sip:alice@corp\.example\n.*\n.*\nContent: "Grüße, 日本"/)
    await alice.says(/State: LinphoneChatMessageStateDeliveredToUser\n/)
    bob.tell('message sip:alice@corp.example zurück')
    await alice.says(/From: sip:bob@corp\.example\n.*\n.*\nContent: "zurück"/)
    await bob.says(/State: LinphoneChatMessageStateDeliveredToUser\n/)
    expect(problems).toEqual([])
  })
})

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
