import { useEffect, useRef } from 'react'
import { isMac, keysOf, openOrCloseFrames, present, useAction } from '../actions/index.ts'
import { FlowDiagram } from '../flow/flow-diagram.tsx'
import { FlowHeadline } from '../flow/flow-headline.tsx'
import { FlowSteps } from '../flow/flow-steps.tsx'
import { ReplayBar } from '../flow/replay-bar.tsx'
import { useReplayKeys } from '../flow/replay-keys.ts'
import { useShownLogin } from '../flow/shown-login.ts'
import { show } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import { useFittingSteps } from './fit-steps.ts'
import { LatestFrame } from './latest-frame.tsx'
import './presentation.css'
import { DeviceChooser, StageDevices, useDevicesOnStage } from './stage-devices.tsx'

/**
 * The lab for an audience: devices, the login with its reasons in full, and the newest frame, in type that grows with the window.
 * The panes stay as they were for when it is over.
 */
export function Presentation() {
  const { stage } = useWords().page
  const root = useRef<HTMLElement>(null)
  const devices = useDevicesOnStage()
  const { flow, processFlow, rows, current, diagram, waits } = useShownLogin()
  const steps = useRef<HTMLDivElement>(null)
  useLargeType()
  useFittingSteps(steps, rows)
  useEscape()
  useReplayKeys(null)
  useEffect(() => root.current?.focus(), [])
  return (
    <main ref={root} className="stage" aria-label={stage.title} tabIndex={-1}>
      <header className="stage-head">
        <FlowHeadline flow={flow} waits={waits} />
        <DeviceChooser shown={devices} />
        <InsideButton />
        <LeaveButton />
      </header>
      <div className="stage-left">
        <FlowDiagram processFlow={processFlow} state={diagram} />
        {flow !== undefined && <ReplayBar flow={flow} current={current} />}
        <StageDevices names={devices} />
      </div>
      <div ref={steps} className="stage-steps">
        <FlowSteps flow={flow} rows={rows} />
      </div>
      <LatestFrame />
    </main>
  )
}

function InsideButton() {
  const { icon: Icon, label, perform } = useAction(openOrCloseFrames, undefined)
  return (
    <button type="button" className="button icon" aria-label={label} title={label} onClick={perform}>
      {Icon !== undefined && <Icon aria-hidden />}
    </button>
  )
}

function LeaveButton() {
  const { label, perform } = useAction(present, undefined)
  return (
    <button type="button" className="button" onClick={perform}>
      {label}
      <kbd>{keysOf({ key: 'Esc' }, isMac).join(' ')}</kbd>
    </button>
  )
}

/** Everything in the window grows with it, dialogs and menus too. */
function useLargeType(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset.presenting = ''
    return () => {
      delete dataset.presenting
    }
  }, [])
}

/** Leaves by Escape, unless that closes something that is open. */
function useEscape(): void {
  useEffect(() => {
    const onKeyDown = ({ key, defaultPrevented }: KeyboardEvent) => {
      if (key !== 'Escape' || defaultPrevented) return
      if (document.querySelector('dialog[open], [role=menu], [role=listbox]') !== null) return
      show({ isPresenting: false })
    }
    // Before the others, while what they close is still open.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}
