import { Check, Minus, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { FlowStep, FlowView } from '#contract'
import { sentence } from '#words'
import { scrollWithin } from '../controls/scroll-within.ts'
import { evidenceKey } from '../store/evidence.ts'
import { showStep } from '../store/replay.ts'
import { useIsStale } from '../store/selectors.ts'
import { tookTime } from '../words/format.ts'
import { stepTitle, useWords } from '../words/words.ts'
import { type FlowRow, lastRow, type RowState } from './flow-rows.ts'

/** Steps 1 to 7; the branches of step 4 are indented. */
export function FlowSteps({
  flow,
  rows,
  marked,
  onPoint = () => {},
  onChoose,
}: {
  flow: FlowView | undefined
  rows: readonly FlowRow[]
  /** The step of the frame that is open. */
  marked?: FlowStep | undefined
  onPoint?: (step: FlowStep | null) => void
  /** What else choosing a step does than to show the login up to it. */
  onChoose?: (step: FlowStep) => void
}) {
  const words = useWords().page.flow
  const scroller = useRef<HTMLElement>(null)
  const isStale = useIsStale()
  const current = lastRow(rows)?.step

  useEffect(() => {
    const step = current === undefined ? null : scroller.current?.querySelector(`[data-step="${current}"]`)
    if (scroller.current && step) scrollWithin(scroller.current, step)
  }, [current])

  return (
    // Before the first login, and without a server, nothing within it takes the focus.
    <section ref={scroller} className="flow-scroll" tabIndex={flow === undefined || isStale ? 0 : undefined}>
      <ul
        // biome-ignore lint/a11y/noRedundantRoles: a list without bullets loses its role in some browsers
        role="list"
        aria-label={words.steps}
        className="flow-steps"
        onMouseLeave={() => onPoint(null)}
      >
        {rows.map((row) => (
          <FlowStepRow
            key={row.step}
            flow={flow}
            row={row}
            isLast={row === rows.at(-1)}
            isMarked={row.step === marked}
            onPoint={onPoint}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </section>
  )
}

function FlowStepRow({
  flow,
  row,
  isLast,
  isMarked,
  onPoint,
  onChoose,
}: {
  flow: FlowView | undefined
  row: FlowRow
  isLast: boolean
  isMarked: boolean
  onPoint: (step: FlowStep | null) => void
  onChoose: ((step: FlowStep) => void) | undefined
}) {
  const words = useWords()
  const { isBranch } = row.process
  const isRefusalBack = isLast && row.state === 'refused'
  const title = isRefusalBack ? words.labels.refusalGoesBack : stepTitle(words.labels, row.process)
  const canChoose = flow !== undefined && row.afterMs !== null
  const choose = () => {
    const number = flow?.steps.findIndex(({ step }) => step === row.step) ?? -1
    if (number >= 0 && onChoose === undefined) showStep(number + 1)
    onChoose?.(row.step)
  }
  return (
    // Its title is the button. A press anywhere else on it does the same, since people press the red reason; dragging selects text.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button takes the keys
    <li
      className={isBranch ? 'flow-step is-check' : 'flow-step'}
      data-step={row.step}
      data-evidence={
        flow && row.afterMs !== null
          ? evidenceKey({ kind: 'step', flow: flow.id, step: row.step })
          : undefined
      }
      data-outcome={row.state}
      data-marked={isMarked}
      aria-current={row.state === 'next' ? 'step' : undefined}
      data-can-choose={canChoose}
      onMouseEnter={() => onPoint(row.step)}
      onClick={() => canChoose && document.getSelection()?.isCollapsed !== false && choose()}
    >
      <span className="step-number">
        {row.step}
        <StepMark state={row.state} />
      </span>
      {canChoose ? (
        <button
          type="button"
          className="step-title step-button"
          title={onChoose === undefined ? words.page.flow.goToStep : words.page.flow.showFrames}
          onClick={(press) => {
            press.stopPropagation()
            choose()
          }}
        >
          {title}
        </button>
      ) : (
        <span className="step-title">{title}</span>
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
