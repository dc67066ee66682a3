import { describe, expect, it } from 'vitest'
import { defaultService } from '#contract'
import { createVirtualClock } from '../clock/index.ts'
import type { SessionMessaging } from '../environments/index.ts'
import { CollaborationService } from './collaboration-service.ts'
import type { ServiceContent } from './content.ts'

const clock = createVirtualClock()
const alices = '2100000A'
const mallorys = '2100000F'

const messaging: SessionMessaging = {
  start: async () => {},
  setReachable() {},
  publishPresence() {},
  changeContacts() {},
  send: async () => 'delivered',
  askForReceipt() {},
  sendTyping() {},
  closeConversation() {},
}

/** A service in which both devices are signed in, and what it sends them. */
async function serviceWithTwo(): Promise<{
  service: CollaborationService
  sent: [string, ServiceContent][]
}> {
  let count = 0
  const connectivity = { server: '', transport: 'tls', expiresAt: 0, details: [] } as const
  const service = new CollaborationService({
    clock,
    settings: () => ({ ...defaultService, persistentConnectionCapacity: 10 }),
    flow: { began() {}, step() {}, ended() {} },
    hasDevice: () => true,
    nextSessionId: () => `session-${++count}`,
    users: { find: async (id) => ({ id, sipAddress: `sip:${id}@corp.example`, mayUseClient: true }) },
    directory: { authenticate: async () => ({ isAuthenticated: true, mechanism: 'spnego-ntlm' }) },
    environment: () => ({
      whoChecksPasswords: 'directory',
      connect: async () => {},
      register: async ({ sipAddress }) => ({ connectivity: { sipAddress, ...connectivity }, messaging }),
      unregister: async () => {},
      reset() {},
      close: async () => {},
      ownerOf: () => null,
      kept: { dialogs: 0, asked: 0, toAnswer: 0 },
    }),
    events: { sessionChanged() {}, sessionClosed() {}, problem() {} },
  })
  const sent: [string, ServiceContent][] = []
  service.onSend((pin, content) => sent.push([pin, content]))
  service.receive(alices, { type: 'login-request', id: 1, user: 'alice', password: 'p' })
  service.receive(mallorys, { type: 'login-request', id: 1, user: 'mallory', password: 'p' })
  await clock.settle()
  expect(sent.splice(0).map(([, { type }]) => type)).toEqual(['login-accepted', 'login-accepted'])
  return { service, sent }
}

/** CVE-2011-0290: in the original, a user could act in a colleague's session. */
describe("another device's session", () => {
  it('cannot be ended', async () => {
    const { service } = await serviceWithTwo()
    service.receive(mallorys, { type: 'logout', session: 'session-1' })
    expect(service.sessions.all().map(({ user }) => user)).toEqual(['alice', 'mallory'])
  })

  it('cannot be kept alive', async () => {
    const { service, sent } = await serviceWithTwo()
    const before = service.sessions.find(alices)?.lastStatusAt
    await clock.advance(1_000)
    service.receive(mallorys, { type: 'status', session: 'session-1' })
    expect(service.sessions.find(alices)?.lastStatusAt).toBe(before)
    expect(sent.map(([pin]) => pin)).toEqual([mallorys])
  })

  it('is not taken over when its user logs in on another handheld', async () => {
    const { service } = await serviceWithTwo()
    service.receive('2100000C', { type: 'login-request', id: 1, user: 'alice', password: 'p' })
    await clock.settle()
    expect(service.sessions.find(alices)?.id).toBe('session-1')
    expect(service.sessions.find('2100000C')?.id).toBe('session-3')
  })
})
