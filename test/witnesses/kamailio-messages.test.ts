import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  CollaborationService,
  createCommunicationsConnector,
  type DeviceContent,
  type ServiceContent,
} from '../../server/collaboration/index.ts'
import { createRealClock } from '../../server/lab/clock/index.ts'
import { type Kamailio, kamailioNeeds, startKamailio } from './kamailio.ts'
import { describeWitness } from './witness.ts'

const passwords = { alice: 'Passw0rd!', bob: 'Another1!' }
const addressOf = (user: string) => `sip:${user}@corp.example`

/** What the service has for a device, and what the device says to it. */
interface Device {
  readonly session: string
  say(content: DeviceContent): void
  /** Resolves with the next content of that type, which may be there already. */
  next<Type extends ServiceContent['type']>(type: Type): Promise<Extract<ServiceContent, { type: Type }>>
}

describeWitness('Between two devices of one service, Kamailio', kamailioNeeds, () => {
  let kamailio: Kamailio
  let summaries: string[]
  let end: (() => Promise<void>) | null = null

  beforeAll(async () => {
    kamailio = await startKamailio({ users: passwords })
  }, 60_000)
  afterEach(async () => {
    await end?.()
    end = null
  })
  afterAll(() => kamailio?.remove())

  /** A service whose directory knows everybody, and the devices of alice and bob, which are signed in. */
  async function twoDevices(): Promise<Record<'alice' | 'bob', Device>> {
    const clock = createRealClock()
    const { host, port } = kamailio
    const ca = await readFile(join(kamailio.folder, 'ca.pem'), 'utf8')
    summaries = []
    const connector = createCommunicationsConnector({
      clock,
      tap: { frame: (frame) => summaries.push(frame.openedSummary()) },
      timeoutMs: 5_000,
      target: () => ({
        ...{ host, port, transport: 'tls', serverName: host, ca, certificate: null, key: null },
        ...{
          dns: 'corp.example',
          domain: 'CORP',
          hasOwnConnections: false,
          proof: 'digest',
          isExternal: true,
        },
      }),
      onLost: (sessionId) => service.lost(sessionId),
      onMessaging: (sessionId, event) => service.take(sessionId, event),
    })
    let count = 0
    const service = new CollaborationService({
      clock,
      settings: () => ({
        environment: 'ocs2007r2',
        maximumSessions: null,
        idleTimeoutMs: null,
        inactivityTimeoutMs: null,
        persistentConnectionCapacity: 10,
        statusIntervalMs: 60_000,
        passwordCaching: false,
      }),
      flow: { began() {}, step() {}, ended() {} },
      hasDevice: () => true,
      nextSessionId: () => `session-${++count}`,
      backends: {
        findUser: async (id) => ({ id, sipAddress: addressOf(id), mayUseClient: true }),
        authenticate: async () => ({ isAuthenticated: true, mechanism: 'none' }),
        asksDirectory: () => true,
        connect: (sessionId) => connector.connect(sessionId),
        register: (login) => connector.register(login),
        unregister: (sessionId) => connector.unregister(sessionId),
        messaging: connector.messaging,
      },
      events: { sessionChanged() {}, sessionClosed() {}, problem() {} },
    })
    const inboxes = new Map<string, ServiceContent[]>()
    let wake: (() => void)[] = []
    service.onSend((pin, content) => {
      inboxes.get(pin)?.push(content)
      for (const one of wake.splice(0)) one()
      // A device confirms what it shows.
      if (content.type !== 'message') return
      service.receive(pin, { type: 'receipt', session: content.session, id: content.id })
    })
    end = async () => {
      wake = []
      await service.stop()
      await connector.close()
    }
    const open = async (user: 'alice' | 'bob', pin: string): Promise<Device> => {
      const inbox: ServiceContent[] = []
      inboxes.set(pin, inbox)
      const next: Device['next'] = async (type) => {
        for (;;) {
          const found = inbox.find((content): content is Extract<ServiceContent, { type: typeof type }> => {
            return content.type === type
          })
          if (found) {
            inbox.splice(inbox.indexOf(found), 1)
            return found
          }
          await new Promise<void>((resolve) => wake.push(resolve))
        }
      }
      const say = (content: DeviceContent) => service.receive(pin, content)
      say({ type: 'login-request', id: 1, user, password: passwords[user] })
      return { session: (await next('login-accepted')).session, say, next }
    }
    return { alice: await open('alice', '2100000A'), bob: await open('bob', '2100000B') }
  }

  test('carries their messages to and fro, over the one connection that they share', async () => {
    const { alice, bob } = await twoDevices()
    alice.say({ type: 'message', session: alice.session, id: 1, to: addressOf('bob'), text: 'Lunch? ☕' })
    expect(await bob.next('message')).toMatchObject({ from: addressOf('alice'), text: 'Lunch? ☕' })
    expect(await alice.next('receipt')).toMatchObject({ id: 1, state: 'delivered' })
    for (const [index, text] of ['Yes.', 'At noon.', 'Downstairs.'].entries()) {
      bob.say({ type: 'message', session: bob.session, id: index + 1, to: addressOf('alice'), text })
    }
    expect([
      (await alice.next('message')).text,
      (await alice.next('message')).text,
      (await alice.next('message')).text,
    ]).toEqual(['Yes.', 'At noon.', 'Downstairs.'])
    expect(summaries.filter((summary) => summary.startsWith('TLS handshake'))).toHaveLength(1)
    // Kamailio asked who they are, once for each kind of request at most, and believed it.
    expect(summaries.some((summary) => summary.startsWith('407 '))).toBe(true)
    expect(summaries.some((summary) => summary.startsWith('403 '))).toBe(false)
  })

  test('says that somebody is not there', async () => {
    const { alice } = await twoDevices()
    alice.say({ type: 'message', session: alice.session, id: 1, to: addressOf('nobody'), text: 'Hello?' })
    expect(await alice.next('receipt')).toMatchObject({ id: 1, state: 'rejected' })
  })
})
