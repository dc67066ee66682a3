/**
 * Opens sessions in a service without devices, radio and servers, and prints the same as `handhelds.ts`. So it shows how the
 * service alone grows beyond the handhelds for which a machine has memory. Argument: number of sessions, which may be 0.
 */
import type { ServiceSettings } from '#contract'
import { createVirtualClock } from '../../../server/clock/index.ts'
import { CollaborationService } from '../../../server/collaboration/index.ts'
import { labCost } from './lab-cost.ts'

const count = Number(process.argv[2])
const clock = createVirtualClock()
const settings: ServiceSettings = {
  maximumSessions: null,
  idleTimeoutMs: null,
  inactivityTimeoutMs: null,
  persistentConnectionCapacity: Math.max(count, 1),
  statusIntervalMs: 60_000,
  passwordCaching: false,
  environment: 'ocs2007r2',
}
const messaging = {
  start: async () => {},
  setReachable() {},
  send: async () => 'delivered' as const,
  askForReceipt() {},
  sendTyping() {},
  publishPresence() {},
  changeContacts() {},
  closeConversation() {},
}
const connectivity = { server: '127.0.0.1:5061', transport: 'tls', expiresAt: 0, details: [] } as const
let opened = 0
const service = new CollaborationService({
  clock,
  settings: () => settings,
  flow: { began() {}, step() {}, ended() {} },
  hasDevice: () => true,
  nextSessionId: () => `session-${++opened}`,
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
  events: {
    sessionChanged() {},
    sessionClosed() {},
    problem({ code }) {
      throw new Error(code)
    },
  },
})

const pins = Array.from({ length: count }, (_, index) => (0x20000000 + index).toString(16).toUpperCase())
const forEachSession = async (act: (pin: string, session: string) => void) => {
  for (const pin of pins) act(pin, service.sessions.find(pin)?.id ?? '')
  await clock.settle()
}
const cost = await labCost(count, {
  async logIn() {
    for (const [index, pin] of pins.entries()) {
      service.receive(pin, { type: 'login-request', id: 1, user: `load${index}`, password: 'Passw0rd!' })
      if (index % 100 === 0) await clock.settle()
    }
    await clock.settle()
  },
  sendStatus: () => forEachSession((pin, session) => service.receive(pin, { type: 'status', session })),
  sessions: async () => service.sessions.size,
  logOut: () => forEachSession((pin, session) => service.receive(pin, { type: 'logout', session, taken: 0 })),
})
console.log(JSON.stringify(cost))
process.exit()
