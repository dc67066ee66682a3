import { useState } from 'react'
import type { RanStep, ScenarioRunView } from '#contract'
import { showStepInTraffic, useAction } from '../actions/index.ts'
import { goTo } from '../store/studio.ts'
import { elapsed } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** More segments than these would be thinner than a pixel. */
const mostSegments = 400

/** The steps of a run over lab time, and what became of the chosen one. */
export function RunStrip({ run }: { run: ScenarioRunView }) {
  const { studio } = useWords().page
  const [path, setPath] = useState<string | null>(null)
  const failed = run.steps.find(({ outcome }) => outcome === 'failed')
  const done = run.steps.filter(({ outcome }) => outcome !== 'skipped').slice(-mostSegments)
  const chosen = run.steps.find((step) => step.path === path) ?? failed ?? done.at(-1)
  const end = Math.max(1, ...done.map(({ endMs }) => endMs))
  const failure = run.outcome?.failures[0] ?? failed
  return (
    <section className="studio-run" aria-label={studio.strip}>
      <ul className="studio-strip">
        {done.map((step) => (
          <li
            key={`${step.path} ${step.atMs}`}
            style={{ flexGrow: Math.max(1.2, (100 * (step.endMs - step.atMs)) / end) }}
          >
            <button
              type="button"
              className="studio-segment"
              data-outcome={step.outcome}
              aria-pressed={step === chosen}
              aria-label={describe(step)}
              title={describe(step)}
              onClick={() => {
                setPath(step.path)
                if (step.file === null) goTo(step.line)
              }}
            />
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <p className="studio-chosen">
          <code lang="en">{chosen.title}</code>
          <span data-outcome={chosen.outcome}>{studio.outcomes[chosen.outcome]}</span>
          <span className="tabular">
            {elapsed(chosen.atMs)} – {elapsed(chosen.endMs)}
          </span>
          <TrafficButton step={chosen} startAt={run.startAt} />
        </p>
      )}
      {failure !== undefined && failure.message !== null && (
        <p className="studio-failure" lang="en">
          {failure.path}: {failure.message}
        </p>
      )}
    </section>
  )

  function describe({ title, outcome, atMs }: RanStep): string {
    return studio.stepAt(title, studio.outcomes[outcome], elapsed(atMs))
  }
}

function TrafficButton({ step, startAt }: { step: RanStep; startAt: number }) {
  const { label, icon: Icon, perform } = useAction(showStepInTraffic, { step, startAt })
  return (
    <button type="button" className="button" onClick={() => void perform()}>
      {Icon !== undefined && <Icon size={13} aria-hidden />}
      {label}
    </button>
  )
}
