import { describe, expect, it } from 'vitest'
import { type FlowStepView, type FlowView, processFlowOf, processStep } from '#contract'
import { flowRows, hopsOf, lastRow } from './flow-rows.ts'

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
