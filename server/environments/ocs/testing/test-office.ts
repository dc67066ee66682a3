import { defaultService, type EnvironmentName, type Transport } from '#contract'
import { createVirtualClock, type VirtualClock } from '../../../clock/index.ts'
import { CollaborationService } from '../../../collaboration/collaboration-service.ts'
import type { DeviceContent, ServiceContent } from '../../../collaboration/content.ts'
import { ntHash } from '../../../protocols/ntlm/index.ts'
import { openSipPhone, type SipPhone } from '../../../stand-ins/communications/testing/sip-phone.ts'
import { noticeInEnglish } from '../../../words/testing/in-english.ts'
import { startPair, type TestPair } from './test-pair.ts'

/** One device, as the service sees it: what it says, and what it is sent. */
export interface TestDevice {
  readonly pin: string
  readonly session: string
  /** Everything that the service sent and that nobody took. */
  readonly inbox: ServiceContent[]
  /** Whether the device confirms each message as it comes. */
  confirms: boolean
  say(content: DeviceContent): void
  write(id: number, to: string, text: string): void
  /** Takes all content of that type out of the inbox. */
  took<Type extends ServiceContent['type']>(type: Type): Extract<ServiceContent, { type: Type }>[]
}

const password = 'Passw0rd!'

/**
 * A Collaboration Service with a real connection to a stand-in server, in virtual time; without Dispatcher and handhelds. With
 * OCS 2007 over TLS each session proves its password to that server by NTLM, and all that they say to each other is signed.
 */
export interface TestOffice {
  readonly clock: VirtualClock
  readonly service: CollaborationService
  readonly pair: TestPair
  readonly problems: string[]
  /** Lets happen what is under way. */
  settle(): Promise<void>
  logIn(user: string, pin?: string): Promise<TestDevice>
  /** A phone of another make at the same server. */
  phone(user: string): Promise<SipPhone>
  /** What crossed the connection, such as `200 OK (MESSAGE)`. */
  crossed(text: string): number
  stop(): Promise<void>
}

const names = ['alice', 'bob', 'carol']
export const people = names.map((id) => ({
  sipAddress: `sip:${id}@corp.example`,
  name: `${id[0]?.toUpperCase()}${id.slice(1)} Example`,
}))

export async function openOffice(
  options: { transport?: Transport; environment?: EnvironmentName; people?: typeof people } = {},
): Promise<TestOffice> {
  const clock = createVirtualClock()
  const known = options.people ?? people
  const environment = options.environment ?? 'ocs2007r2'
  const isClient = environment === 'ocs2007' && options.transport === 'tls'
  const pair = await startPair({
    clock,
    environment,
    transport: options.transport ?? 'tcp',
    people: known,
    ...(isClient
      ? {
          serviceCertificate: 'missing',
          server: {
            authentication: ['ntlm'],
            accounts: {
              find: (id) => ({
                id,
                state: 'enabled',
                ntHash: ntHash(password),
                sipAddress: `sip:${id}@corp.example`,
              }),
            },
          },
          target: { hasOwnConnections: true, proof: 'ntlm' },
        }
      : {}),
    knows: (address) => known.some(({ sipAddress }) => sipAddress === address.toLowerCase()),
    emit: (sessionId, event) => service.handleSessionEvent(sessionId, event),
  })
  const devices = new Map<string, TestDevice>()
  const phones: SipPhone[] = []
  const problems: string[] = []
  let sessions = 0
  const service = new CollaborationService({
    clock,
    settings: () => ({ ...defaultService, environment, persistentConnectionCapacity: 1_000 }),
    flow: { began() {}, step() {}, ended() {} },
    hasDevice: () => true,
    nextSessionId: () => `session-${++sessions}`,
    users: { find: async (id) => ({ id, sipAddress: `sip:${id}@corp.example`, mayUseClient: true }) },
    directory: { authenticate: async () => ({ isAuthenticated: true, mechanism: 'spnego-ntlm' }) },
    environment: () => pair.environment,
    events: {
      sessionChanged() {},
      sessionClosed() {},
      problem: (notice) => problems.push(noticeInEnglish(notice)),
    },
  })
  service.onSend((pin, content) => {
    const device = devices.get(pin)
    device?.inbox.push(content)
    if (device?.confirms && content.type === 'message') {
      device.say({ type: 'receipt', session: content.session, id: content.id })
    }
  })

  return {
    clock,
    service,
    pair,
    problems,
    settle: () => clock.settle(),
    async logIn(user, pin = `2100000${String.fromCharCode(65 + devices.size)}`) {
      const inbox: ServiceContent[] = []
      const took: TestDevice['took'] = (type) => {
        const all = inbox.filter((each): each is Extract<ServiceContent, { type: typeof type }> => {
          return each.type === type
        })
        for (const each of all) inbox.splice(inbox.indexOf(each), 1)
        return all
      }
      const beginning = { pin, session: '', inbox, confirms: true, say() {}, write() {}, took }
      devices.set(pin, beginning)
      service.receive(pin, { type: 'login-request', id: 1, user, password })
      await clock.settle()
      const [accepted] = took('login-accepted')
      if (!accepted) throw new Error(`${user} was not let in: ${JSON.stringify(inbox)}`)
      const { session } = accepted
      const device: TestDevice = {
        ...beginning,
        session,
        say: (content) => service.receive(pin, content),
        write: (id, to, text) => service.receive(pin, { type: 'message', session, id, to, text }),
      }
      devices.set(pin, device)
      return device
    },
    async phone(user) {
      const phone = await openSipPhone(pair.server, user, clock)
      phones.push(phone)
      await phone.register()
      return phone
    },
    crossed: (text) => pair.frames.filter((frame) => frame.openedSummary().startsWith(text)).length,
    async stop() {
      for (const phone of phones) phone.close()
      await clock.runUntil(service.stop())
      await pair.stop()
    },
  }
}
