import { FlaskConical } from 'lucide-react'
import type { ScenarioRunView } from '#contract'
import { endScenario, useAction } from '../actions/index.ts'
import { useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'

/** Says that the window shows the lab of a scenario run and not its own, how far that is, and leads back. */
export function RunBanner() {
  const run = useSnapshot<ScenarioRunView | null>((snapshot) => snapshot.run, null)
  const { studio } = useWords().page
  const back = useAction(endScenario, undefined)
  if (run === null) return null
  const { name, outcome, state, stop, steps, dropped, total, current } = run
  const done = dropped + steps.filter((step) => step.outcome !== 'skipped').length
  const words = studio.states
  const how =
    outcome !== null
      ? `${outcome.passed ? words.passed : words.failed}. ${studio.byHand}`
      : state === 'stopped' && stop !== null
        ? words[stop]
        : words.running(Math.min(done + 1, total), total)
  return (
    <div className="banner past-banner run-banner" data-outcome={outcome === null ? null : outcome.passed}>
      <FlaskConical size={15} aria-hidden />
      <strong>{studio.running(name)}</strong>
      <span className="truncate" role="status">
        {how}
        {state === 'stopped' &&
          current !== null &&
          (stop === 'failure' ? `: ${current.title}` : `. ${studio.next} ${current.title}`)}
      </span>
      <button type="button" className="button past-back" onClick={() => void back.perform()}>
        {back.icon && <back.icon size={14} aria-hidden />}
        {back.label}
      </button>
    </div>
  )
}
