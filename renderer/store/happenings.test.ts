import { describe, expect, it } from 'vitest'
import type { FlowStepView, FlowView, LabEvent, LabEventBody, NoticeView } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { labClient } from '../connection/index.ts'
import { HappeningRecorder, happeningsFollower, useHappenings } from './happenings.ts'
import { useLabStore } from './lab-store.ts'
import { someHandheld } from './testing/some-handheld.ts'
import { someSession } from './testing/some-session.ts'

function recorder(snapshot = emptySnapshot): {
  recorder: HappeningRecorder
  tell(...bodies: LabEventBody[]): void
} {
  const recorder = new HappeningRecorder()
  recorder.start(snapshot)
  let { seq } = snapshot
  return {
    recorder,
    tell(...bodies) {
      const events = bodies.map((body): LabEvent => {
        seq += 1
        return { ...body, seq, at: seq * 1_000 }
      })
      recorder.record(events)
    },
  }
}

const flow: FlowView = {
  ...{ id: 'f', handheld: 'reception', pin: '2100000A', user: 'alice', startedAt: 1_000 },
  ...{ endedAt: null, result: null, steps: [] },
}

describe('what happens in the lab', () => {
  it('is told of faults as they are set and mended', () => {
    const { recorder: recorded, tell } = recorder()
    const fault = { at: 'directory', kind: 'latency', delay: 2_000 } as const
    tell(
      { type: 'faults', faults: [fault] },
      { type: 'faults', faults: [fault] },
      { type: 'faults', faults: [] },
    )
    expect(recorded.happenings.list.map(({ at, kind }) => [at, kind])).toEqual([
      [1_000, 'fault-set'],
      [3_000, 'fault-mended'],
    ])
  })

  it('is told of settings by what changed', () => {
    const { service, processFlow, lab } = emptySnapshot
    const { recorder: recorded, tell } = recorder()
    const { communicationsServer } = lab
    const changed = { ...service, maximumSessions: 2 }
    tell({ type: 'service', name: 'service-1', service: changed, processFlow, communicationsServer })
    expect(recorded.happenings.list).toMatchObject([{ kind: 'setting', changed: ['maximumSessions'] }])
  })

  it('is told of a handheld only when coverage, power or status messages change', () => {
    const { recorder: recorded, tell } = recorder({ ...emptySnapshot, handhelds: [someHandheld] })
    const before = recorded.revision
    tell({ type: 'handheld', handheld: { ...someHandheld, lastStatusSentAt: 5 } })
    expect(recorded.revision).toBe(before)
    tell(
      { type: 'handheld', handheld: { ...someHandheld, coverage: 'none' } },
      { type: 'handheld', handheld: { ...someHandheld, coverage: 'none', isOn: false, sendsStatus: false } },
    )
    expect(recorded.happenings.list.map(({ kind }) => kind)).toEqual(['coverage', 'power', 'status-messages'])
  })

  it('keeps the steps of a login in order with everything else', () => {
    const { recorder: recorded, tell } = recorder()
    const step: FlowStepView = {
      ...{ step: '1', at: 1_000, outcome: 'done' as const },
      detail: { code: 'credentials-typed', facts: { user: 'alice' } },
    }
    tell(
      { type: 'flow', flow },
      { type: 'flow-step', id: 'f', step },
      { type: 'session-closed', id: 's', handheld: 'reception', reason: 'idle' },
      { type: 'flow-step', id: 'f', step },
    )
    const { flows, list } = recorded.happenings
    const [first = 0, second = 0] = flows.get('f')?.orders ?? []
    const between = list[0]?.order ?? 0
    expect(first).toBeLessThan(between)
    expect(between).toBeLessThan(second)
    tell({ type: 'flow', flow: { ...flow, steps: [step, step], endedAt: 5_000, result: 'accepted' } })
    expect(recorded.happenings.flows.get('f')?.orders).toEqual([first, second])
  })

  it('is bounded', () => {
    const { recorder: recorded, tell } = recorder()
    for (let count = 0; count < 2_100; count += 1)
      tell({ type: 'session-closed', id: `s${count}`, handheld: 'reception', reason: 'idle' })
    for (let count = 0; count < 500; count += 1) tell({ type: 'flow', flow: { ...flow, id: `f${count}` } })
    expect(recorded.happenings.list).toHaveLength(2_000)
    expect(recorded.happenings.flows.size).toBe(400)
  })

  it('goes on after a lost connection without telling twice', () => {
    const notice: NoticeView = { at: 5, level: 'warning', part: 'lab', code: 'standstill', facts: {} }
    const { recorder: recorded, tell } = recorder({ ...emptySnapshot, notices: [notice] })
    recorded.start({ ...emptySnapshot, seq: 9, notices: [notice] })
    expect(recorded.happenings.list).toHaveLength(1)
    tell({ type: 'session-closed', id: 's', handheld: 'reception', reason: 'idle' })
    expect(recorded.happenings.list).toHaveLength(1)
  })
})

/** A lab whose past, when it is asked for, are these events. */
function labWithPast(events: readonly LabEvent[]) {
  let toMessage: (message: unknown) => void = () => {}
  return labClient({
    send(message) {
      if (message.type === 'call' && message.command === 'past.story') {
        const output = { start: emptySnapshot, events }
        queueMicrotask(() => toMessage({ type: 'answer', id: message.id, output }))
      }
      return true
    },
    onMessage(listener) {
      toMessage = listener
    },
    onState: (listener) => listener('open'),
  })
}

it('tells what had happened in another lab before the page showed it, and what happens meanwhile', async () => {
  const ended = (seq: number): LabEvent => ({
    ...{ seq, at: seq * 1_000, type: 'session-closed', id: `s${seq}`, handheld: 'reception', reason: 'idle' },
  })
  const opened = (seq: number): LabEvent => ({
    ...{ seq, at: 1, type: 'session' },
    session: { ...someSession, id: `s${seq + 10}` },
  })
  const own = labWithPast([])
  const other = labWithPast([opened(1), opened(2), ended(11)])
  const follower = happeningsFollower({ own, shown: other }, () => false)
  follower.start({ ...emptySnapshot, seq: 11 })
  follower.record([ended(12)])
  await expect.poll(() => useLabStore.getState().endedSessions.map(({ id }) => id)).toEqual(['s12', 's11'])
  expect(useHappenings.getState().list.map(({ kind }) => kind)).toContain('session-ended')
})
