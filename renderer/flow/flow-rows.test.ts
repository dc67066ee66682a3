import { describe, expect, it } from 'vitest'
import { type FlowStepView, type FlowView, type ProcessFlow, processFlowOf, processStep } from '#contract'
import { flowRows, hopsOf, lastRow, waitedFor } from './flow-rows.ts'

/** Of an environment with the steps that Communications Server has. */
const { steps } = processFlowOf({
  parts: [],
  hops: [],
  steps: ['4e', '5', '6'].map((id) => processStep(id)),
})

function flowWith(
  steps: [FlowStepView['step'], FlowStepView['outcome']][],
  endedAt: number | null,
): FlowView {
  return {
    id: 'f',
    pin: '20000001',
    handheld: 'bob',
    user: 'bob',
    startedAt: 100,
    endedAt,
    result: endedAt === null ? null : 'server-busy',
    steps: steps.map(([step, outcome], index) => ({
      step,
      outcome,
      at: 100 + index * 10,
      detail: { code: 'has-room', facts: {} },
    })),
  }
}

const stateOf = (rows: ReturnType<typeof flowRows>, step: string) =>
  rows.find((row) => row.step === step)?.state

describe('the steps of a login', () => {
  it('are all there, and ahead, before the first login', () => {
    const rows = flowRows(steps, undefined)
    expect(rows).toHaveLength(11)
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['ahead']))
  })

  it('mark the next one while the login is on its way', () => {
    const rows = flowRows(
      steps,
      flowWith(
        [
          ['1', 'done'],
          ['2', 'done'],
        ],
        null,
      ),
    )
    expect([stateOf(rows, '2'), stateOf(rows, '3'), stateOf(rows, '4a')]).toEqual(['done', 'next', 'ahead'])
    expect(rows[1]?.afterMs).toBe(10)
  })

  it('were not reached after the refusal', () => {
    const flow = flowWith(
      [
        ['1', 'done'],
        ['2', 'done'],
        ['3', 'done'],
        ['4a', 'skipped'],
        ['4b', 'refused'],
      ],
      300,
    )
    const rows = flowRows(steps, flow)
    expect([stateOf(rows, '4a'), stateOf(rows, '4b'), stateOf(rows, '4c')]).toEqual([
      'skipped',
      'refused',
      'unreached',
    ])
    expect(lastRow(rows)?.step).toBe('4b')
    expect(hopsOf(lastRow(rows)).map((lit) => lit.direction)).toEqual(['down', 'down'])
  })

  it('come back one by one in a replay', () => {
    const rows = flowRows(
      steps,
      flowWith(
        [
          ['1', 'done'],
          ['2', 'done'],
          ['3', 'done'],
        ],
        300,
      ),
      1,
    )
    expect([stateOf(rows, '1'), stateOf(rows, '2'), stateOf(rows, '3')]).toEqual(['done', 'next', 'ahead'])
  })

  it('cross no hop where a limit only lets the login pass', () => {
    const rows = flowRows(steps, flowWith([['4b', 'skipped']], null))
    expect(hopsOf(rows.find((row) => row.step === '4b'))).toEqual([])
  })
})

/** As Communications Server has it. */
const processFlow: ProcessFlow = processFlowOf({
  parts: [{ id: 'communications', label: 'Comm. Server', note: 'SIP' }],
  hops: [
    {
      id: 'service-communications',
      from: 'service',
      to: 'communications',
      protocol: 'SIP',
      port: 5061,
      plainPort: 5060,
      description: '',
      carriesPasswords: false,
    },
  ],
  steps: [
    processStep('4e', {
      crosses: [{ hop: 'service-communications', direction: 'up' }],
      opensConnection: true,
    }),
    processStep('5', { crosses: [{ hop: 'service-communications', direction: 'up' }] }),
    processStep('6', { crosses: [{ hop: 'service-communications', direction: 'down' }] }),
  ],
})

describe('what a login waits for', () => {
  const done = (...ids: string[]): [string, 'done' | 'skipped'][] =>
    ids.map((id) => [id, /4[abc]/.test(id) ? 'skipped' : 'done'])
  const waiting = (...ids: string[]) => {
    const flow = flowWith(done(...ids), null)
    const found = waitedFor(processFlow, flow, flowRows(processFlow.steps, flow))
    return found && [found.hop, found.part, found.step]
  }

  it.each([
    [
      ['1', '2'],
      ['handheld-dispatcher', 'dispatcher', '2'],
    ],
    // The bindRequest is on the wire before step 4d is reported.
    [
      ['1', '2', '3', '4a', '4b', '4c'],
      ['service-directory', 'directory', '4d'],
    ],
    [
      ['1', '2', '3', '4a', '4b', '4c', '4d'],
      ['service-communications', 'communications', '4e'],
    ],
    [
      ['1', '2', '3', '4d', '4e', '5'],
      ['service-communications', 'communications', '5'],
    ],
    [
      ['1', '2', '3', '4d', '4e', '5', '6', '7'],
      ['handheld-dispatcher', 'handheld', '7'],
    ],
  ])('after %s', (ids, expected) => {
    expect(waiting(...ids)).toEqual(expected)
  })

  it('is nothing before a login, and after its end', () => {
    expect(waitedFor(processFlow, undefined, [])).toBeNull()
    const flow = flowWith(done('1', '2'), 300)
    expect(waitedFor(processFlow, flow, flowRows(processFlow.steps, flow))).toBeNull()
  })
})

it('does not ask the directory about somebody who is unknown to the database', () => {
  const flow = flowWith([['4d', 'refused']], 300)
  const [step] = flow.steps
  if (step === undefined) throw new Error('no step')
  step.detail = { code: 'user-unknown', facts: { user: 'eve' } }
  const row = flowRows(processFlow.steps, flow).find(({ step: id }) => id === '4d')
  expect(hopsOf(row)).toEqual([])
})
