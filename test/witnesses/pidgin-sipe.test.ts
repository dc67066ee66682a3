import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { openTestClient, registerText } from '../../server/stand-ins/communications/testing/test-client.ts'
import { people } from '../flows/lab-in-virtual-time.ts'
import {
  buildPidgin,
  type Pidgin,
  type PidginOptions,
  pidginNeeds,
  shownCertificate,
} from './pidgin/pidgin.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const alice = 'sip:alice@corp.example'
const bob = 'sip:bob@corp.example'

/**
 * The plugin proves who it is with NTLM, checks the signature of every message it gets, and believes none without. It has a
 * time of its own, so these labs run in real time.
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
    const known = server.transport === 'tls' ? { certificate: await shownCertificate(server.port) } : {}
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

    test('signs in, finds its contact, and sees it come, change and go', async () => {
      const one = await signedOn('alice')
      expect(await one.next({ event: 'buddy' })).toMatchObject({ who: bob, alias: 'Bob' })
      const other = await signedOn('bob')
      await one.next({ event: 'presence', who: bob, status: 'available' })
      await other.next({ event: 'presence', who: alice, status: 'available' })
      for (const status of ['busy', 'do-not-disturb', 'available']) {
        other.tell('status', status)
        await one.next({ event: 'presence', who: bob, status })
      }
      await other.signOff()
      await one.next({ event: 'presence', who: bob, status: 'offline' })
      expect(one.events.filter(({ event }) => event === 'connection-error')).toEqual([])
    })

    test('exchanges messages both ways, and sees the other typing', async () => {
      const one = await signedOn('alice')
      const other = await signedOn('bob')
      one.tell('im', bob, 'Grüße <b>& “日本” 🙂')
      expect(await other.next({ event: 'im' })).toMatchObject({ who: alice, text: 'Grüße <b>& “日本” 🙂' })
      other.tell('typing', alice)
      await one.next({ event: 'typing', who: bob })
      other.tell('im', alice, 'Zurück, größer')
      expect(await one.next({ event: 'im' })).toMatchObject({ who: bob, text: 'Zurück, größer' })
      // Within the conversation that is there.
      one.tell('im', bob, 'and once more')
      expect(await other.next({ event: 'im' })).toMatchObject({ who: alice, text: 'and once more' })
      for (const { events } of [one, other]) expect(events.filter(isFailure)).toEqual([])
    })

    test('is told that a message did not reach somebody who is not there', async () => {
      const one = await signedOn('alice')
      one.tell('im', bob, 'are you there?')
      expect(await one.next({ event: 'im-error' })).toMatchObject({ with: bob })
    })

    test('is refused with the wrong password', async () => {
      const pidgin = await open('alice', { password: 'wrong' })
      expect(await pidgin.next({ event: 'connection-error' })).toMatchObject({
        text: 'Authentication failed',
      })
    })
  })

  test('gets in without proving who it is where that is on offer', async () => {
    await openLab({ communicationsServer: { listen: { transport: 'tcp' }, authentication: ['none'] } })
    const one = await signedOn('alice', { password: 'wrong' })
    await one.next({ event: 'buddy', who: bob })
  })

  test('is signed out where it signed in first, once its user signs in at the ninth place', async () => {
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
