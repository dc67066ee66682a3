import fc from 'fast-check'
import type { LabEvent, LabEventBody } from '../events.ts'
import type { FlowView, SessionView } from '../views.ts'

const names = fc.constantFrom('alice', 'Bob', 'carol', 'dora')

/** A user was saved. Two events share a millisecond. */
export function userEvent(seq: number, id: string): LabEvent {
  const user = { id, name: id, sipAddress: `sip:${id}@corp.example`, mayUseClient: true, isEnabled: true }
  return { type: 'user', user, seq, at: Math.floor(seq / 2) }
}

export function sessionOf(id: string, handheld: string, lastStatusAt = 0): SessionView {
  return {
    id,
    service: 'service-1',
    user: handheld,
    handheld,
    pin: '2100000A',
    isInCoverage: true,
    openedAt: 0,
    lastStatusAt,
    lastActivityAt: 0,
    isReconnecting: false,
    connectivity: {
      sipAddress: `sip:${handheld}@corp.example`,
      server: '127.0.0.1:5061',
      transport: 'tls',
      expiresAt: 1,
      details: [],
    },
  }
}

export function flowOf(id: string, handheld: string, changes: Partial<FlowView> = {}): FlowView {
  const begun = { id, handheld, pin: '2100000A', user: handheld, startedAt: 0, steps: [] }
  return { ...begun, endedAt: null, result: null, ...changes }
}

const bodies: fc.Arbitrary<LabEventBody> = fc.oneof(
  names.map((id) => {
    const { at: _, seq: __, ...body } = userEvent(0, id)
    return body
  }),
  names.map((id) => ({ type: 'user-removed' as const, id })),
  fc.record({ name: names, at: fc.nat(1_000) }).map(({ at, name }) => ({
    type: 'session' as const,
    session: sessionOf(`session of ${name}`, name, at),
  })),
  names.map((name) => ({
    type: 'session-closed' as const,
    id: `session of ${name}`,
    handheld: name,
    reason: 'idle' as const,
  })),
  names.map((name) => ({ type: 'flow' as const, flow: flowOf(`login of ${name}`, name) })),
  names.map((name) => ({
    type: 'flow-step' as const,
    id: `login of ${name}`,
    step: {
      step: '4a',
      outcome: 'skipped' as const,
      at: 0,
      detail: { code: 'no-maximum' as const, facts: {} },
    },
  })),
  fc.integer({ min: 1, max: 60 }).map((speed) => ({
    type: 'pace' as const,
    pace: { speed, isPaused: false },
  })),
)

/** Events of a lab, in order. Two share a millisecond. */
export function madeEvents(most: number): fc.Arbitrary<LabEvent[]> {
  return fc
    .array(bodies, { maxLength: most, size: 'max' })
    .map((made) => made.map((body, index) => ({ ...body, seq: index + 1, at: Math.floor((index + 1) / 2) })))
}
