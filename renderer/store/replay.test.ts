import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { FlowView } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { useLabStore } from './lab-store.ts'
import {
  endReplay,
  playOrPause,
  replayFromStart,
  setReplaySpeed,
  shownFlowNow,
  shownSteps,
  showStep,
  stepReplay,
  useReplay,
} from './replay.ts'

const login = (id: string): FlowView => ({
  id,
  pin: '20000001',
  handheld: 'bob',
  user: 'bob',
  startedAt: 100,
  endedAt: 300,
  result: 'accepted',
  steps: ['1', '2', '3'].map((step) => ({
    step,
    outcome: 'done',
    at: 100,
    detail: { code: 'has-room', facts: {} },
  })),
})

const setFlows = (...ids: string[]) =>
  useLabStore.setState({ snapshot: { ...emptySnapshot, flows: ids.map(login) } })

function shown(): [string, number] {
  const flow = shownFlowNow()
  if (flow === undefined) throw new Error('no login is shown')
  return [flow.id, shownSteps(flow, useReplay.getState().replay)]
}

beforeEach(() => {
  vi.useFakeTimers()
  setFlows('one')
})
afterEach(() => {
  endReplay()
  setReplaySpeed(1)
  vi.useRealTimers()
})

it('plays step by step, and ends with the login as it is', () => {
  replayFromStart()
  expect(shown()).toEqual(['one', 1])
  vi.advanceTimersByTime(900)
  expect(shown()).toEqual(['one', 2])
  vi.advanceTimersByTime(900)
  expect(shown()).toEqual(['one', 3])
  expect(useReplay.getState().replay).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
})

it('stands still while it is paused, and goes on from there', () => {
  playOrPause()
  playOrPause()
  vi.advanceTimersByTime(10_000)
  expect(shown()).toEqual(['one', 1])
  playOrPause()
  vi.advanceTimersByTime(900)
  expect(shown()).toEqual(['one', 2])
})

it('steps back from the end, and forward again', () => {
  stepReplay(-1)
  expect(shown()).toEqual(['one', 2])
  stepReplay(-5)
  expect(shown()).toEqual(['one', 1])
  stepReplay(1)
  expect(shown()).toEqual(['one', 2])
  showStep(3)
  expect(useReplay.getState().replay).toBeNull()
})

it('keeps to its login when another begins', () => {
  stepReplay(-1)
  setFlows('one', 'two')
  expect(shown()).toEqual(['one', 2])
  stepReplay(1)
  expect(shown()).toEqual(['two', 3])
})

it('goes on with another login, when its own is forgotten', () => {
  replayFromStart()
  setFlows('two')
  vi.advanceTimersByTime(900)
  expect(shown()).toEqual(['two', 3])
})

it('plays faster', () => {
  setReplaySpeed(2)
  replayFromStart()
  vi.advanceTimersByTime(450)
  expect(shown()).toEqual(['one', 2])
})
