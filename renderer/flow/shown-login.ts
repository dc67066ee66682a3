import { useMemo } from 'react'
import type { FaultView, FlowView, ProcessFlow } from '#contract'
import { useInterface } from '../store/interface.ts'
import { shownFlow, shownSteps, useReplay } from '../store/replay.ts'
import {
  labNow,
  useFlows,
  useHandheld,
  useLabSeconds,
  useProcessFlow,
  useSnapshot,
} from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { cutHops } from './cut-hops.ts'
import type { DiagramState } from './flow-diagram.tsx'
import { type FlowRow, flowRows, hopsOf, lastRow, waitedFor } from './flow-rows.ts'
import { allMessages, messagesOf } from './messages-of-steps.ts'

export interface ShownLogin {
  flow: FlowView | undefined
  processFlow: ProcessFlow
  rows: readonly FlowRow[]
  /** The step that is looked at. */
  current: FlowRow | undefined
  diagram: DiagramState
  /** What it waits for, such as `Directory, 4 s`. Null: for nothing, or not for a second yet. */
  waits: string | null
}

/** A login that ended longer ago, in lab time, is not new to anybody. */
const justOverMs = 3_000

const noFaults: readonly FaultView[] = []

/**
 * The login that the flow pane and a presentation show.
 * @param under the step under the pointer
 * @param marked the step of the frame that is open
 */
export function useShownLogin(
  under: string | null = null,
  marked: { flow: string; step: string } | null = null,
): ShownLogin {
  const words = useWords()
  const processFlow = useProcessFlow()
  const pinned = useInterface((state) => state.pinnedFlow)
  const replay = useReplay((state) => state.replay)
  const flow = shownFlow(useFlows(), pinned, replay)
  const faults = useSnapshot<readonly FaultView[]>((snapshot) => snapshot.faults, noFaults)
  const handheld = useHandheld(flow?.handheld ?? '')
  const isMarked = marked !== null && marked.flow === flow?.id && replay === null
  const pointed = under ?? (isMarked ? marked.step : null)
  const shown = flow === undefined ? 0 : shownSteps(flow, replay)
  const rows = useMemo(() => flowRows(processFlow.steps, flow, shown), [processFlow, flow, shown])
  const cut = useMemo(() => cutHops(processFlow, faults, handheld), [processFlow, faults, handheld])
  const sent = useMemo(() => allMessages(words, processFlow, rows), [words, processFlow, rows])
  const current = rows.find((row) => row.step === pointed) ?? lastRow(rows)
  const waiting = replay === null ? waitedFor(processFlow, flow, rows) : null
  const lit = rows.find((row) => row.step === (pointed ?? waiting?.step)) ?? current
  const now = useLabSeconds(waiting !== null)
  const seconds = waiting === null ? 0 : Math.floor((now - waiting.since) / 1_000)
  const time = seconds > 0 ? words.page.flow.seconds(seconds) : ''
  const part = processFlow.parts.find(({ id }) => id === waiting?.part)
  const name = part === undefined ? '' : (words.page.flow.parts[part.id] ?? part.label)
  return {
    flow,
    processFlow,
    rows,
    current,
    waits: time === '' ? null : words.page.flow.waits(name, time),
    diagram: {
      login: {
        id: flow?.id ?? '',
        isReplayed: replay !== null,
        isOver: flow !== undefined && flow.endedAt !== null && labNow() - flow.endedAt > justOverMs,
      },
      lit: messagesOf(words, processFlow, lit),
      sent: replay === null ? sent : messagesOf(words, processFlow, lastRow(rows)),
      used: new Set(rows.flatMap((row) => (row.afterMs === null ? [] : hopsOf(row).map(({ hop }) => hop)))),
      cut,
      waiting: waiting && { ...waiting, time },
      isRefused: current?.state === 'refused',
    },
  }
}
