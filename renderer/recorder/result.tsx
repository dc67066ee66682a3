import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import type { ComposedScenario, ComposingView, ProposedScenario, ScenarioProof } from '#contract'
import { useLab } from '../store/lab.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { withVisibleMarks } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'

/** The file, whether it passes, and how far its making is. */
export function Result({
  proposed,
  composed,
  isBusy,
  again,
}: {
  proposed: ProposedScenario | null
  composed: { scenario: ComposedScenario; proof: ScenarioProof | null } | null
  isBusy: boolean
  again: () => void
}) {
  const { compose: words } = useWords().page
  const differences = proposed?.differences ?? []
  return (
    <section className="scenario-result" aria-label={words.preview}>
      <div className="scenario-verdict" role="status">
        {isBusy ? (
          <Progress />
        ) : composed?.proof ? (
          <Verdict proof={composed.proof} />
        ) : (
          <Failed again={again} />
        )}
      </div>
      {differences.length > 0 && (
        <div className="scenario-warning">
          <TriangleAlert size={14} aria-hidden />
          <div>
            {words.differs}
            <ul>
              {differences.slice(0, 5).map((one) => (
                <li key={JSON.stringify(one)}>{words.difference(one)}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {composed !== null && composed.scenario.leftOut.length > 0 && (
        <p className="scenario-warning">
          <TriangleAlert size={14} aria-hidden />
          {words.leftOut(composed.scenario.leftOut.length)}
        </p>
      )}
      <textarea
        className="scenario-text mono"
        readOnly
        spellCheck={false}
        wrap="off"
        aria-label={words.preview}
        data-stale={isBusy}
        value={withVisibleMarks(composed?.scenario.text ?? '')}
      />
    </section>
  )
}

function Progress() {
  const { compose: words, shell } = useWords().page
  const api = useLab()
  const composing = useSnapshot<ComposingView | null>((snapshot) => snapshot.composing, null)
  const { atMs, ofMs, stage } = composing ?? { atMs: 0, ofMs: null, stage: 'repeat' }
  return (
    <>
      <span>{words.stages[stage]}</span>
      <progress
        aria-label={words.stages[stage]}
        {...(ofMs === null || ofMs === 0 ? {} : { value: atMs, max: ofMs })}
      />
      <button
        type="button"
        className="button quiet"
        onClick={() => void api.call('scenario.cancel', {}).catch(() => {})}
      >
        {shell.cancel}
      </button>
    </>
  )
}

function Failed({ again }: { again: () => void }) {
  const { compose: words } = useWords().page
  return (
    <button type="button" className="button" onClick={again}>
      {words.actions.makeButton}
    </button>
  )
}

function Verdict({ proof: { failures, hasPassed, labMs, tookMs } }: { proof: ScenarioProof }) {
  const { compose: words } = useWords().page
  return hasPassed ? (
    <span className="scenario-passes">
      <CircleCheck size={15} aria-hidden />
      {words.passes(words.seconds(tookMs), words.labTime(labMs))}
    </span>
  ) : (
    <div className="scenario-fails">
      <CircleX size={15} aria-hidden />
      <div>
        {words.fails}
        <ul lang="en">
          {failures.slice(0, 5).map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
