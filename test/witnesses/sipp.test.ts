import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRealClock } from '../../server/clock/index.ts'
import {
  type CommunicationsServer,
  startCommunicationsServer,
} from '../../server/stand-ins/communications/index.ts'
import { noticeInEnglish } from '../../server/words/testing/in-english.ts'
import { type Outcome, run } from './program.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const bob = 'sip:bob@corp.example'

/** Plain SIP phones without Microsoft's extensions. Each SIPp process uses one TCP connection. */
describeWitness('SIPp', { programs: { sipp: 'sip-tester' } }, () => {
  let folder: TemporaryFolder
  let server: CommunicationsServer
  let problems: string[]

  beforeEach(async () => {
    folder = await openTemporaryFolder()
    problems = []
    server = await startCommunicationsServer({
      clock: createRealClock(),
      listen: { host: '127.0.0.1', port: 0, transport: 'tcp' },
      dns: 'corp.example',
      certificates: { certificate: '', key: '', ca: '' },
      trustedServers: [],
      users: { find: (address) => /^sip:(alice|bob|phone\d+)@corp\.example$/.test(address) },
      product: 'RTC/3.5',
      authentication: ['none'],
      onProblem: (notice) => problems.push(noticeInEnglish(notice)),
    })
  })
  afterEach(async () => {
    await server.stop()
    await folder.remove()
  })

  const registered = () => server.registrations().map(({ sipAddress }) => sipAddress)

  /** Runs SIPp with a scenario of the folder `sipp`. */
  function play(scenario: string, ...args: string[]): Promise<Outcome> {
    const file = fileURLToPath(new URL(`sipp/${scenario}.xml`, import.meta.url))
    return run('sipp', [
      `127.0.0.1:${server.port}`,
      ...['-sf', file, '-t', 't1', '-i', '127.0.0.1', '-nostdin', '-skip_rlimit'],
      ...['-trace_stat', '-stf', statisticsOf(scenario), '-timeout', '300', '-timeout_error', ...args],
    ])
  }

  function statisticsOf(scenario: string): string {
    return join(folder.path, `${scenario}.csv`)
  }

  /** Reads the number of successful and failed calls from SIPp's statistics. */
  async function countsOf(scenario: string): Promise<{ well: number; badly: number }> {
    const lines = (await readFile(statisticsOf(scenario), 'utf8')).trim().split('\n')
    const names = lines[0]?.split(';') ?? []
    const last = lines.at(-1)?.split(';') ?? []
    const count = (name: string) => Number(last[names.indexOf(name)])
    return { well: count('SuccessfulCall(C)'), badly: count('FailedCall(C)') }
  }

  test('registers, and sends a message from one phone to another', async () => {
    // SIPp assigns a request to the call with the same Call-ID, so both processes use the same one.
    const call = ['-m', '1', '-cid_str', 'a-message-from-alice']
    const answered = play('register-and-answer', '-s', 'bob', ...call)
    await expect.poll(registered).toEqual([bob])
    const sent = await play('register-and-send', '-s', 'alice', '-key', 'to', 'bob', ...call)
    expect(sent).toMatchObject({ code: 0 })
    expect(await answered).toMatchObject({ code: 0 })
    expect(problems.filter((text) => !text.includes('signed in without proof'))).toEqual([])
    // The sender has unregistered. The recipient only disconnected, so its registration lasts until it expires.
    expect(registered()).toEqual([bob])
  })

  test('is refused the registration of an unknown user', async () => {
    expect(await play('not-found', '-m', '1', '-s', 'alice')).toMatchObject({ code: 0 })
    expect(registered()).toEqual([])
  })

  test('registers 200 phones at 100 a second without a failure', async () => {
    expect(await play('burst', '-m', '200', '-r', '100')).toMatchObject({ code: 0 })
    expect(await countsOf('burst')).toEqual({ well: 200, badly: 0 })
    expect(new Set(registered()).size).toBe(200)
    expect(problems.filter((text) => !text.includes('signed in without proof'))).toEqual([])
  })
})
