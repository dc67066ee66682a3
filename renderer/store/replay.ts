import { create } from 'zustand'
import type { FlowView } from '#contract'
import { useInterface } from './interface.ts'
import { useLabStore } from './lab-store.ts'

/** A login that is gone through step by step, at a pace of a person's own. The login itself takes milliseconds. */
export interface Replay {
  flowId: string
  /** How many of the steps that happened are shown. */
  shown: number
  isPlaying: boolean
}

export const replaySpeeds = [0.5, 1, 2, 4] as const
/** The pause between two steps at speed 1: long enough for a presenter to explain each. */
const stepMs = 900

interface ReplayState {
  /** Null: the login is shown as it is. */
  replay: Replay | null
  speed: (typeof replaySpeeds)[number]
}

export const useReplay = create<ReplayState>(() => ({ replay: null, speed: 1 }))

const noFlows: readonly FlowView[] = []

/** The login that is shown: the one that is gone through, the one that is pinned, or the latest. */
export function shownFlow(
  flows: readonly FlowView[],
  pinned: string | null,
  replay: Replay | null,
): FlowView | undefined {
  const find = (id: string | null | undefined) => flows.find((flow) => flow.id === id)
  return find(replay?.flowId) ?? find(pinned) ?? flows.at(-1)
}

/** The login that is shown now. */
export function shownFlowNow(): FlowView | undefined {
  const flows = useLabStore.getState().snapshot?.flows ?? noFlows
  return shownFlow(flows, useInterface.getState().pinnedFlow, useReplay.getState().replay)
}

/** How many steps of the login are shown. */
export function shownSteps(flow: FlowView, replay: Replay | null): number {
  return replay?.flowId === flow.id ? Math.min(replay.shown, flow.steps.length) : flow.steps.length
}

let timer: ReturnType<typeof setTimeout> | undefined

function set(replay: Replay | null): void {
  clearTimeout(timer)
  timer = undefined
  useReplay.setState({ replay })
  if (replay?.isPlaying) timer = setTimeout(playOn, stepMs / useReplay.getState().speed)
}

function playOn(): void {
  const { replay } = useReplay.getState()
  const flow = shownFlowNow()
  if (replay === null || flow?.id !== replay.flowId) return set(null)
  show(flow, replay.shown + 1, true)
}

/** Shows so many steps of a login. All of them: the login as it is, with steps that are still to come. */
function show(flow: FlowView, steps: number, isPlaying: boolean): void {
  const shown = Math.max(1, steps)
  set(shown >= flow.steps.length ? null : { flowId: flow.id, shown, isPlaying })
}

/** Starts from the first step. */
export function replayFromStart(): void {
  const flow = shownFlowNow()
  if (flow !== undefined) show(flow, 1, true)
}

export function playOrPause(): void {
  const { replay } = useReplay.getState()
  if (replay === null) replayFromStart()
  else set({ ...replay, isPlaying: !replay.isPlaying })
}

/** Steps forward, or back, and stays there. */
export function stepReplay(by: number): void {
  const flow = shownFlowNow()
  if (flow === undefined) return
  show(flow, shownSteps(flow, useReplay.getState().replay) + by, false)
}

/** Shows the login up to its step of this number, counted from 1. */
export function showStep(number: number): void {
  const flow = shownFlowNow()
  if (flow !== undefined) show(flow, number, false)
}

export function endReplay(): void {
  set(null)
}

export function setReplaySpeed(speed: ReplayState['speed']): void {
  useReplay.setState({ speed })
  set(useReplay.getState().replay)
}
