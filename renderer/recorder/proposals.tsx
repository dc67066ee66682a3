import type { ProposedScenario } from '#contract'
import { PeopleText } from '../controls/people-text.tsx'
import { clockTime } from '../words/format.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'

/** What was done, in order, and what a scenario of it may expect, each to be ticked. */
export function Proposals({
  proposed,
  ticked,
  tick,
}: {
  proposed: ProposedScenario | null
  ticked: ReadonlySet<string>
  tick: (ids: ReadonlySet<string>) => void
}) {
  const { compose: words } = useWords().page
  if (proposed === null) return null
  const { moreSteps, proposals, steps } = proposed
  if (steps.length === 0) return <p className="scenario-empty">{words.nothingDone}</p>
  const rows = [
    ...steps.map((step) => ({ kind: 'step' as const, at: step.at, step })),
    ...proposals.map((proposal) => ({ kind: 'proposal' as const, at: proposal.at, proposal })),
  ].toSorted((one, other) => one.at - other.at)
  const choose = (isWanted: (one: (typeof proposals)[number]) => boolean) =>
    tick(new Set(proposals.filter(isWanted).map(({ id }) => id)))
  return (
    <section className="scenario-proposals" aria-label={words.expectations}>
      <div className="scenario-proposals-head">
        <h3>{words.expectations}</h3>
        <span className="hint tabular">{words.steps(steps.length + moreSteps)}</span>
        <button type="button" className="button quiet" onClick={() => choose(({ isUsual }) => isUsual)}>
          {words.usual}
        </button>
        <button type="button" className="button quiet" onClick={() => choose(() => true)}>
          {words.all}
        </button>
        <button type="button" className="button quiet" onClick={() => choose(() => false)}>
          {words.none}
        </button>
      </div>
      <ol className="scenario-rows">
        {rows.map((row) =>
          row.kind === 'step' ? (
            <li key={`step ${row.at} ${row.step.title}`} className="scenario-step">
              <time className="tabular">{clockTime(row.at)}</time>
              <code lang="en">
                <PeopleText text={row.step.title} />
              </code>
              {!row.step.hasStep && <span className="pill warn">{words.noStep}</span>}
            </li>
          ) : (
            <li key={row.proposal.id}>
              <label className="scenario-proposal" title={visibleText(row.proposal.text)}>
                <input
                  type="checkbox"
                  checked={ticked.has(row.proposal.id)}
                  onChange={({ currentTarget: { checked } }) => {
                    const ids = new Set(ticked)
                    if (checked) ids.add(row.proposal.id)
                    else ids.delete(row.proposal.id)
                    tick(ids)
                  }}
                />
                <PeopleText text={words.proposal(row.proposal.about)} />
              </label>
            </li>
          ),
        )}
        {moreSteps > 0 && <li className="hint">{words.moreSteps(moreSteps)}</li>}
      </ol>
    </section>
  )
}
