import { Pin, PinOff, Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FlowStep, FlowView } from '#contract'
import { ActionButton, compareLogins, LoginMenu, showLogOfLogin, usePerform } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Pane } from '../panes/pane.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useLab } from '../store/lab.tsx'
import { endReplay, replayFromStart } from '../store/replay.ts'
import { useFlows } from '../store/selectors.ts'
import { clockTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './flow.css'
import { FlowDiagram } from './flow-diagram.tsx'
import { FlowHeadline, outcomeOf } from './flow-headline.tsx'
import { FlowSteps } from './flow-steps.tsx'
import { chooseStep, useLinkedStep } from './linked-step.ts'
import { ReplayBar } from './replay-bar.tsx'
import { useReplayKeys } from './replay-keys.ts'
import { useShownLogin } from './shown-login.ts'

/** The process flow of one login; each step lights up when it happens. */
export function Flow() {
  const words = useWords().page.flow
  const flows = useFlows()
  const pinned = useInterface((state) => state.pinnedFlow)
  const [pointed, setPointed] = useState<FlowStep | null>(null)
  const marked = useLinkedStep()
  const api = useLab()
  const { flow, rows, current, diagram, processFlow, waits } = useShownLogin(pointed, marked)
  useReplayKeys('[data-pane=flow]')

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
            <FlowChooser flows={flows} shown={flow} pinned={pinned} />
            <IconButton name={words.replay} icon={Play} onPress={replayFromStart} />
            <ActionButton action={showLogOfLogin} args={{ flow }} />
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
      <FlowDiagram processFlow={processFlow} state={diagram} />
      <FlowHeadline flow={flow} waits={waits} />
      <LoginMenu flow={flow}>
        <FlowSteps
          flow={flow}
          rows={rows}
          marked={marked?.flow === flow?.id ? marked?.step : undefined}
          onPoint={setPointed}
          onChoose={(step) => {
            const isRefused = rows.some((row) => row.step === step && row.state === 'refused')
            if (flow !== undefined) void chooseStep(api, flow.id, step, isRefused)
          }}
        />
      </LoginMenu>
      {flow !== undefined && <ReplayBar flow={flow} current={current} />}
    </Pane>
  )
}

/** The entry of the chooser that compares the login with another. No login has this ID. */
const compareValue = 'compare'

function FlowChooser({
  flows,
  shown,
  pinned,
}: {
  flows: readonly FlowView[]
  shown: FlowView
  pinned: string | null
}) {
  const words = useWords()
  const perform = usePerform()
  return (
    <select
      className="field flow-chooser"
      aria-label={words.page.flow.loginShown}
      value={pinned ?? ''}
      onChange={(change) => {
        const id = change.currentTarget.value
        if (id === compareValue) {
          void perform(compareLogins, { left: shown.id, right: null })
          return
        }
        endReplay()
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
      {flows.length > 1 && (
        <>
          <hr />
          <option value={compareValue}>{words.page.inspector.compareWith}</option>
        </>
      )}
    </select>
  )
}
