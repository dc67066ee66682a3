import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { openTestClient, registerText } from '../../server/stand-ins/communications/testing/test-client.ts'
import { people } from '../flows/lab-in-virtual-time.ts'
import {
  buildPidgin,
  fetchCertificate,
  type Pidgin,
  type PidginOptions,
  pidginNeeds,
} from './pidgin/pidgin.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const alice = 'sip:alice@corp.example'
const bob = 'sip:bob@corp.example'

/**
 * The plugin authenticates with NTLM and accepts only messages with a valid signature. It uses the machine's clock, so these labs
 * run in real time.
 */
describeWitness('Pidgin with its SIPE plugin', pidginNeeds, () => {
  let folder: TemporaryFolder
  let start: (options: PidginOptions) => Promise<Pidgin>
  let lab: Lab | null = null
  let running: Pidgin[] = []

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    start = await buildPidgin(folder.path)
  })
  afterEach(async () => {
    await Promise.all(running.map((one) => one.kill()))
    running = []
    await lab?.stop()
    lab = null
  })
  afterAll(() => folder?.remove())

  async function openLab(file: Pick<LabFileInput, 'service' | 'communicationsServer'>): Promise<void> {
    lab = await startLab({
      file: { ...people('alice', 'bob'), ...file },
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
  }

  function communicationsServer() {
    if (lab === null) throw new Error('no lab is open')
    return lab.endpoints.communicationsServer
  }

  async function open(user: string, more: Partial<PidginOptions> = {}): Promise<Pidgin> {
    const server = communicationsServer()
    const known = server.transport === 'tls' ? { certificate: await fetchCertificate(server.port) } : {}
    const pidgin = await start({ user, server, ...known, ...more })
    running.push(pidgin)
    return pidgin
  }

  async function signedOn(user: string, more: Partial<PidginOptions> = {}): Promise<Pidgin> {
    const pidgin = await open(user, more)
    await pidgin.next({ event: 'signed-on' })
    return pidgin
  }

  describe.each([
    ['ocs2007', 'tls'],
    ['ocs2007r2', 'tcp'],
  ] as const)('at %s, over %s', (environment, transport) => {
    beforeEach(() =>
      openLab({
        service: { environment },
        communicationsServer: { listen: { transport }, authentication: ['ntlm'] },
      }),
    )

    test('signs in, gets its contact list, and shows the presence of its contact', async () => {
      const one = await signedOn('alice')
      expect(await one.next({ event: 'buddy' })).toMatchObject({ who: bob, alias: 'Bob' })
      const other = await signedOn('bob')
      await one.next({ event: 'presence', who: bob, status: 'available' })
      await other.next({ event: 'presence', who: alice, status: 'available' })
      for (const status of ['busy', 'do-not-disturb', 'available']) {
        other.command('status', status)
        await one.next({ event: 'presence', who: bob, status })
      }
      await other.signOff()
      await one.next({ event: 'presence', who: bob, status: 'offline' })
      expect(one.events.filter(({ event }) => event === 'connection-error')).toEqual([])
    })

    test('exchanges messages both ways and shows that the other person is typing', async () => {
      const one = await signedOn('alice')
      const other = await signedOn('bob')
      one.command('im', bob, 'Grüße <b>& “日本” 🙂')
      expect(await other.next({ event: 'im' })).toMatchObject({ who: alice, text: 'Grüße <b>& “日本” 🙂' })
      other.command('typing', alice)
      await one.next({ event: 'typing', who: bob })
      other.command('im', alice, 'Zurück, größer')
      expect(await one.next({ event: 'im' })).toMatchObject({ who: bob, text: 'Zurück, größer' })
      // Send a message within the existing conversation.
      one.command('im', bob, 'and once more')
      expect(await other.next({ event: 'im' })).toMatchObject({ who: alice, text: 'and once more' })
      for (const { events } of [one, other]) expect(events.filter(isFailure)).toEqual([])
    })

    test('reports that a message could not be delivered to a user who is not signed in', async () => {
      const one = await signedOn('alice')
      one.command('im', bob, 'are you there?')
      expect(await one.next({ event: 'im-error' })).toMatchObject({ with: bob })
    })

    test('is refused with the wrong password', async () => {
      const pidgin = await open('alice', { password: 'wrong' })
      expect(await pidgin.next({ event: 'connection-error' })).toMatchObject({
        text: 'Authentication failed',
      })
    })
  })

  test('signs in without authentication if the server allows it', async () => {
    await openLab({ communicationsServer: { listen: { transport: 'tcp' }, authentication: ['none'] } })
    const one = await signedOn('alice', { password: 'wrong' })
    await one.next({ event: 'buddy', who: bob })
  })

  test('is signed out at its first endpoint when its user signs in at the ninth', async () => {
    await openLab({ communicationsServer: { listen: { transport: 'tcp' } } })
    const pidgin = await signedOn('alice')
    const other = await openTestClient(communicationsServer())
    for (let place = 2; place <= 9; place += 1) {
      other.write(registerText({ From: `<${alice}>;tag=1;epid=000000000${place}` }))
      expect((await other.response()).status).toBe(200)
    }
    expect(await pidgin.next({ event: 'connection-error' })).toMatchObject({
      text: 'You have been rejected by the server: you are already signed in at another location',
    })
    other.socket.destroy()
  })
})

function isFailure({ event }: { event: string }): boolean {
  return event === 'connection-error' || event === 'im-error' || event === 'not-understood'
}
