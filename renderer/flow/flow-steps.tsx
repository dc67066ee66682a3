import { Check, Minus, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { FlowStep, FlowView } from '#contract'
import { sentence } from '#words'
import { scrollWithin } from '../controls/scroll-within.ts'
import { showStep } from '../store/replay.ts'
import { tookTime } from '../words/format.ts'
import { stepTitle, useWords } from '../words/words.ts'
import { type FlowRow, lastRow, type RowState } from './flow-rows.ts'

/** Steps 1 to 7; the branches of step 4 are indented. */
export function FlowSteps({
  flow,
  rows,
  onPoint = () => {},
}: {
  flow: FlowView | undefined
  rows: readonly FlowRow[]
  onPoint?: (step: FlowStep | null) => void
}) {
  const words = useWords().page.flow
  const list = useRef<HTMLUListElement>(null)
  const current = lastRow(rows)?.step

  useEffect(() => {
    const step = current === undefined ? null : list.current?.querySelector(`[data-step="${current}"]`)
    if (list.current && step) scrollWithin(list.current, step)
  }, [current])

  return (
    <ul
      ref={list}
      // biome-ignore lint/a11y/noRedundantRoles: a list without bullets loses its role in some browsers
      role="list"
      aria-label={words.steps}
      className="flow-steps"
      onMouseLeave={() => onPoint(null)}
    >
      {rows.map((row) => (
        <FlowStepRow key={row.step} flow={flow} row={row} isLast={row === rows.at(-1)} onPoint={onPoint} />
      ))}
    </ul>
  )
}

function FlowStepRow({
  flow,
  row,
  isLast,
  onPoint,
}: {
  flow: FlowView | undefined
  row: FlowRow
  isLast: boolean
  onPoint: (step: FlowStep | null) => void
}) {
  const words = useWords()
  const { isBranch } = row.process
  const isRefusalBack = isLast && row.state === 'refused'
  const title = isRefusalBack ? words.labels.refusalGoesBack : stepTitle(words.labels, row.process)
  return (
    <li
      className={isBranch ? 'flow-step is-check' : 'flow-step'}
      data-step={row.step}
      data-outcome={row.state}
      aria-current={row.state === 'next' ? 'step' : undefined}
      onMouseEnter={() => onPoint(row.step)}
    >
      <span className="step-number">
        {row.step}
        <StepMark state={row.state} />
      </span>
      {flow === undefined || row.afterMs === null ? (
        <span className="step-title">{title}</span>
      ) : (
        <button
          type="button"
          className="step-title step-button"
          title={words.page.flow.goToStep}
          onClick={() => {
            const number = flow.steps.findIndex(({ step }) => step === row.step) + 1
            if (number > 0) showStep(number)
          }}
        >
          {title}
        </button>
      )}
      <span className="visually-hidden">{words.page.flow.stepState[row.state]}</span>
      {row.afterMs !== null && <span className="step-time tabular">+{tookTime(row.afterMs)}</span>}
      {row.detail !== null && <span className="step-detail">{sentence(words.stepDetails, row.detail)}</span>}
    </li>
  )
}

function StepMark({ state }: { state: RowState }) {
  const Mark = { done: Check, skipped: Minus, refused: X }[String(state)]
  return Mark === undefined ? null : <Mark className="step-mark" size={9} strokeWidth={3.5} aria-hidden />
}
