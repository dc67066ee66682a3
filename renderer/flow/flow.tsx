import { Pin, PinOff, Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FlowStep, FlowView } from '#contract'
import type { Words } from '#words'
import { IconButton } from '../controls/icon-button.tsx'
import { Pane } from '../panes/pane.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useFlows, useProcessFlow } from '../store/selectors.ts'
import { clockTime, tookTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './flow.css'
import { FlowDiagram } from './flow-diagram.tsx'
import { flowRows, hopsOf, lastRow } from './flow-rows.ts'
import { FlowSteps } from './flow-steps.tsx'
import { useReplay } from './replay.ts'

/** The process flow of one login; each step lights up when it happens. */
export function Flow() {
  const words = useWords().page.flow
  const flows = useFlows()
  const pinned = useInterface((state) => state.pinnedFlow)
  const flow = flows.find((one) => one.id === pinned) ?? flows.at(-1)
  const replay = useReplay(flow)
  const [pointed, setPointed] = useState<FlowStep | null>(null)
  const processFlow = useProcessFlow()
  const rows = flowRows(processFlow.steps, flow, replay.shown)
  const current = rows.find((row) => row.step === pointed) ?? lastRow(rows)

  // A login that fell out of the bounded list can no longer be pinned.
  const isPinLost = pinned !== null && !flows.some((one) => one.id === pinned)
  useEffect(() => {
    if (isPinLost) show({ pinnedFlow: null })
  }, [isPinLost])

  return (
    <Pane
      title={words.title}
      pane="flow"
      tools={
        flow !== undefined && (
          <>
            <FlowChooser flows={flows} pinned={pinned} />
            <IconButton name={words.replay} icon={Play} onPress={replay.start} />
            <IconButton
              name={pinned === null ? words.pin : words.followLatest}
              icon={pinned === null ? Pin : PinOff}
              isPressed={pinned !== null}
              onPress={() => show({ pinnedFlow: pinned === null ? flow.id : null })}
            />
          </>
        )
      }
    >
      <FlowDiagram
        processFlow={processFlow}
        lit={hopsOf(current)}
        seen={rows.flatMap((row) => (row.state === 'done' ? hopsOf(row) : []))}
        isRefused={current?.state === 'refused'}
      />
      <FlowHeadline flow={flow} />
      <FlowSteps rows={rows} onPoint={setPointed} />
    </Pane>
  )
}

function FlowChooser({ flows, pinned }: { flows: readonly FlowView[]; pinned: string | null }) {
  const words = useWords()
  return (
    <select
      className="field flow-chooser"
      aria-label={words.page.flow.loginShown}
      value={pinned ?? ''}
      onChange={(change) => {
        const id = change.currentTarget.value
        show({ pinnedFlow: id === '' ? null : id })
      }}
    >
      <option value="">{words.page.flow.latest}</option>
      {flows
        .slice(-40)
        .reverse()
        .map((flow) => (
          <option key={flow.id} value={flow.id}>
            {clockTime(flow.startedAt)} {flow.handheld}: {outcomeOf(words, flow)}
          </option>
        ))}
    </select>
  )
}

function FlowHeadline({ flow }: { flow: FlowView | undefined }) {
  const words = useWords()
  if (flow === undefined) return <p className="flow-headline is-empty">{words.page.flow.empty}</p>
  const tone = flow.result === null ? 'warn' : flow.result === 'accepted' ? 'good' : 'bad'
  return (
    <p className="flow-headline">
      <span className="truncate">
        <strong>{flow.user}</strong> {words.page.flow.on} <strong>{flow.handheld}</strong>
      </span>
      <span className="tabular flow-when">
        {clockTime(flow.startedAt)}
        {flow.endedAt === null ? '' : words.page.flow.took(tookTime(flow.endedAt - flow.startedAt))}
      </span>
      <span className={`pill ${tone}`}>{outcomeOf(words, flow)}</span>
    </p>
  )
}

function outcomeOf({ endings, page }: Words, flow: FlowView): string {
  return flow.result === null ? page.flow.inProgress : endings[flow.result].title
}
