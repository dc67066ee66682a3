import { type FlowStepView, type FlowView, type FrameView, processFlowOf, processStep } from '#contract'
import type { RecordedFlow } from '../../store/happenings.ts'

/** A login that passes within one millisecond, and whose frames cross in it, as in a lab whose time stands still while it works. */

export const processFlow = processFlowOf({
  parts: [{ id: 'communications', label: 'Comm. Server', note: 'SIP' }],
  hops: [
    {
      id: 'service-communications',
      from: 'service',
      to: 'communications',
      protocol: 'SIP',
      port: 5061,
      plainPort: 5060,
      carriesPasswords: true,
      description: 'SIP',
    },
  ],
  steps: [
    processStep('4e', {
      crosses: [{ hop: 'service-communications', direction: 'up' }],
      opensConnection: true,
      isBranch: true,
    }),
    processStep('5', { crosses: [{ hop: 'service-communications', direction: 'up' }] }),
    processStep('6', { crosses: [{ hop: 'service-communications', direction: 'down' }] }),
  ],
})

export const startedAt = 1_000_000
const workedAt = startedAt + 134

let number = 0

export function frame(change: Partial<FrameView> & Pick<FrameView, 'hop' | 'direction'>): FrameView {
  number += 1
  return {
    number,
    at: workedAt,
    handheld: 'bob',
    protocol: 'SIP',
    sizeBytes: 100,
    isEncrypted: false,
    summary: 'TLS application data, 100 bytes',
    openedSummary: `frame ${number}`,
    ...{ flow: null, step: null, session: null, user: null, callId: null },
    ...change,
  }
}

/** The frames of a login, in the order in which they cross. */
export function someFrames(): readonly FrameView[] {
  const wireless = { flow: 'bob-1', hop: 'handheld-dispatcher', protocol: 'Envelope', isEncrypted: true }
  const inside = { flow: 'bob-1', hop: 'dispatcher-service', protocol: 'JSON' }
  const directory = { flow: 'bob-1', hop: 'service-directory', protocol: 'LDAP', step: '4d' }
  const sip = { flow: 'bob-1', hop: 'service-communications', protocol: 'SIP', isEncrypted: true }
  const [up, down] = ['up', 'down'] as const
  return [
    frame({
      ...wireless,
      direction: up,
      step: '2',
      openedSummary: 'login-request bob',
      summary: 'message 1',
    }),
    frame({ ...inside, direction: up, step: '3', openedSummary: 'login-request bob' }),
    frame({ ...directory, direction: up, openedSummary: 'bindRequest' }),
    frame({ ...directory, direction: down, openedSummary: 'bindResponse success' }),
    frame({
      ...sip,
      direction: up,
      step: '4e',
      handheld: null,
      protocol: 'TLS',
      openedSummary: 'TLS handshake',
    }),
    frame({ ...sip, direction: up, step: '5', openedSummary: 'REGISTER sip:corp.example' }),
    frame({ ...sip, direction: down, step: '6', openedSummary: '200 OK (REGISTER)' }),
    frame({ ...inside, direction: down, step: '7', openedSummary: 'login-accepted' }),
    frame({ ...wireless, direction: down, step: '7', openedSummary: 'login-accepted', summary: 'message 2' }),
    frame({ ...sip, direction: up, step: '5', openedSummary: 'SUBSCRIBE sip:bob@corp.example' }),
  ]
}

const step = (
  id: string,
  detail: FlowStepView['detail'],
  outcome: FlowStepView['outcome'] = 'done',
  at = workedAt,
): FlowStepView => ({ step: id, detail, outcome, at })

const occupancy = { sessions: 2, maximum: 2, capacity: 250 }

/** A login for which step 4a logs two others out. */
export function someLogin(change: Partial<FlowView> = {}): RecordedFlow {
  const flow: FlowView = {
    id: 'bob-1',
    handheld: 'bob',
    pin: '20000001',
    user: 'bob',
    startedAt,
    endedAt: startedAt + 280,
    result: 'accepted',
    steps: [
      step('1', { code: 'credentials-typed', facts: { user: 'bob' } }, 'done', startedAt),
      step('2', { code: 'request-sent', facts: { packets: 1, sizeBytes: 163 } }, 'done', startedAt),
      step('3', { code: 'request-handed-over', facts: {} }),
      step('4a', {
        code: 'idle-logged-out',
        facts: {
          ...occupancy,
          loggedOut: [
            { user: 'alice', silentSeconds: null },
            { user: 'dan', silentSeconds: null },
          ],
        },
      }),
      step('4b', { code: 'has-room', facts: {} }, 'skipped'),
      step('4c', { code: 'maximum-configured', facts: {} }, 'skipped'),
      step('4d', { code: 'credentials-accepted', facts: { user: 'bob', mechanism: 'spnego-ntlm' } }),
      step('4e', {
        code: 'connection-opened',
        facts: { server: 'ocs', address: '127.0.0.1:5061', encryption: null, isMutual: true },
      }),
      step('5', { code: 'register-sent', facts: { sipAddress: 'sip:bob@corp.example' } }),
      step('6', {
        code: 'registration-accepted',
        facts: { sipAddress: 'sip:bob@corp.example', isPasswordChecked: false, detours: [] },
      }),
      step('7', { code: 'acceptance-sent', facts: {} }),
    ],
    ...change,
  }
  return { flow, orders: flow.steps.map((_, index) => index + 1), endOrder: 100 }
}
