import type { FlowView } from '#contract'
import { sentence, type Words } from '#words'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useFlows, useProcessFlow } from '../store/selectors.ts'
import { clockTime, tookTime } from '../words/format.ts'
import { stepTitle, useWords } from '../words/words.ts'
import { compareSteps, type TimedStep } from './compare.ts'
import './compare.css'

/** Two logins step by step, with the times since each began. */
export function CompareLogins() {
  const compared = useInterface((state) => state.comparedLogins)
  const flows = useFlows()
  const left = flows.find(({ id }) => id === compared?.left)
  const right = flows.find(({ id }) => id === compared?.right)
  if (compared === null || left === undefined || right === undefined) return null
  return <OpenDialog flows={flows} left={left} right={right} />
}

function OpenDialog({ flows, left, right }: { flows: readonly FlowView[]; left: FlowView; right: FlowView }) {
  const words = useWords()
  const { inspector } = words.page
  const { steps } = useProcessFlow()
  const order = steps.map(({ id }) => id)
  const rows = compareSteps(order, left, right)
  const choose = (change: { left?: string; right?: string }) =>
    show({ comparedLogins: { left: left.id, right: right.id, ...change } })
  return (
    <Dialog
      title={inspector.compareLogins}
      className="compare-logins"
      onClose={() => show({ comparedLogins: null })}
    >
      <div className="dialog-body">
        <p className="hint">{inspector.compareLoginsHint}</p>
        <table className="compare-table" aria-label={inspector.compareLogins}>
          <thead>
            <tr>
              <th scope="col">{inspector.step}</th>
              <th scope="col">
                <Chooser
                  name={inspector.leftLogin}
                  flows={flows}
                  chosen={left}
                  onChoose={(id) => choose({ left: id })}
                />
              </th>
              <th scope="col">
                <Chooser
                  name={inspector.rightLogin}
                  flows={flows}
                  chosen={right}
                  onChoose={(id) => choose({ right: id })}
                />
              </th>
              <th scope="col" className="compare-gap">
                {inspector.difference}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const process = steps.find(({ id }) => id === row.step)
              const isSame = row.left?.outcome === row.right?.outcome
              return (
                <tr key={row.step} data-difference={isSame ? 'same' : 'changed'}>
                  <th scope="row">
                    <span className="compared-step">{row.step}</span>{' '}
                    {process === undefined ? '' : stepTitle(words.labels, process)}
                  </th>
                  <StepCell words={words} step={row.left} />
                  <StepCell words={words} step={row.right} />
                  <td className="compare-gap tabular">{gapOf(row.left, row.right)}</td>
                </tr>
              )
            })}
            <tr data-difference={left.result === right.result ? 'same' : 'changed'}>
              <th scope="row">{inspector.result}</th>
              <td>{resultOf(words, left)}</td>
              <td>{resultOf(words, right)}</td>
              <td className="compare-gap tabular">{signed(durationOf(left), durationOf(right))}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}

function Chooser({
  name,
  flows,
  chosen,
  onChoose,
}: {
  name: string
  flows: readonly FlowView[]
  chosen: FlowView
  onChoose: (id: string) => void
}) {
  const words = useWords()
  return (
    <select
      className="field"
      aria-label={name}
      value={chosen.id}
      onChange={(change) => onChoose(change.currentTarget.value)}
    >
      {flows.toReversed().map((flow) => (
        <option key={flow.id} value={flow.id}>
          {clockTime(flow.startedAt)} {flow.handheld}: {resultOf(words, flow)}
        </option>
      ))}
    </select>
  )
}

function StepCell({ words, step }: { words: Words; step: TimedStep | null }) {
  const { outcomes } = words.page.inspector
  if (step === null) return <td className="is-missing">{outcomes.missing}</td>
  return (
    <td data-outcome={step.outcome}>
      <span className="tabular compared-after">+{tookTime(step.afterMs)}</span> {outcomes[step.outcome]}
      <span className="compared-detail">{sentence(words.stepDetails, step.detail)}</span>
    </td>
  )
}

function resultOf({ endings, page }: Words, { result }: FlowView): string {
  return result === null ? page.flow.inProgress : endings[result].title
}

function durationOf({ endedAt, startedAt }: FlowView): number | null {
  return endedAt === null ? null : endedAt - startedAt
}

function gapOf(left: TimedStep | null, right: TimedStep | null): string {
  return signed(left?.afterMs ?? null, right?.afterMs ?? null)
}

/** How much longer the right one took. */
function signed(left: number | null, right: number | null): string {
  if (left === null || right === null) return ''
  const gap = right - left
  return `${gap < 0 ? '−' : '+'}${tookTime(Math.abs(gap))}`
}
