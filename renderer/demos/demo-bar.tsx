import { Check, X } from 'lucide-react'
import type { DemoView } from '#contract'
import { nextDemoStep, restartDemo, stopDemo, useAction } from '../actions/index.ts'
import { useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import './demos.css'

/** The scenario that is run step by step: what was done, what is next, and the note as a caption. */
export function DemoBar() {
  const demo = useSnapshot<DemoView | null>((snapshot) => snapshot.demo, null)
  return demo === null ? null : <Bar demo={demo} />
}

/** The step that was done last stands there until the next one; before the first, the symptom. */
function Bar({ demo }: { demo: DemoView }) {
  const { demos } = useWords().page
  const { done, isBusy, name, steps, symptom, cause } = demo
  const running = steps.findIndex(({ state }) => state === 'running')
  const at = running >= 0 ? running : done - 1
  const step = steps[at]
  const next = running >= 0 ? undefined : steps[done]
  const isOver = done === steps.length
  const caption = step === undefined ? symptom : (step.note ?? (isOver ? cause : null))
  return (
    <section className="demo-bar" aria-label={demos.bar(name)}>
      <div className="demo-told">
        <p className="demo-title">
          <strong lang="en">{name}</strong>
          <span className="tabular demo-progress">{demos.progress(Math.max(0, at + 1), steps.length)}</span>
        </p>
        <p className="demo-step" role="status" lang="en">
          {step !== undefined && (
            <span className="demo-verdict" data-outcome={step.state}>
              {step.state === 'done' && <Check aria-label={demos.outcomes.done} />}
              {step.state === 'failed' && <X aria-label={demos.outcomes.failed} />}
              <code>{step.title}</code>
            </span>
          )}
          {caption !== null && <span className="demo-caption">{caption}</span>}
          {step === undefined && isBusy && <span>{demos.preparing}</span>}
        </p>
        {step?.differences.map((difference) => (
          <p key={difference} className="demo-difference" lang="en">
            {difference}
          </p>
        ))}
      </div>
      {next !== undefined && (
        <p className="demo-next" lang="en">
          {demos.next} <code>{next.title}</code>
        </p>
      )}
      <div className="demo-buttons">
        <BarButton action={stopDemo} />
        <BarButton action={restartDemo} />
        <BarButton action={nextDemoStep} isPrimary />
      </div>
    </section>
  )
}

function BarButton({ action, isPrimary = false }: { action: typeof stopDemo; isPrimary?: boolean }) {
  const { icon: Icon, label, obstacle, perform } = useAction(action, undefined)
  return (
    <button
      type="button"
      className={isPrimary ? 'button primary' : 'button'}
      disabled={obstacle !== null}
      title={obstacle ?? undefined}
      onClick={perform}
    >
      {Icon !== undefined && <Icon aria-hidden />}
      {label}
    </button>
  )
}
