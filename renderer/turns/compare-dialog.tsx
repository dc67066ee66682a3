import { useEffect, useState } from 'react'
import type { BranchComparison, ComparedRow } from '#contract'
import { copyText, usePerform } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { useOtherLab } from '../store/other-lab.ts'
import { openTurnDialog, useShownTurn } from '../store/turns.ts'
import { useWords } from '../words/words.ts'
import { comparedKinds, comparisonText, exactly } from './comparison-text.ts'

type Read = { comparison: BranchComparison } | { problem: string } | null

/** What was recorded, and what came of the change, side by side. */
export function CompareDialog() {
  const words = useWords()
  const { comparison: named } = words.page.turns
  const branch = useShownTurn()
  const perform = usePerform()
  const read = useComparison()
  const text =
    read !== null && 'comparison' in read && branch !== null
      ? comparisonText(read.comparison, branch, words)
      : null
  return (
    <Dialog title={named.title} className="turn-comparison" onClose={() => openTurnDialog(null)}>
      <div className="dialog-body">
        <p className="hint">{named.about}</p>
        {read === null ? (
          <p role="status">{named.busy}</p>
        ) : 'problem' in read ? (
          <p className="form-error" role="alert">
            {named.failed} {read.problem}
          </p>
        ) : (
          <Comparison comparison={read.comparison} />
        )}
      </div>
      <div className="dialog-actions">
        <button
          type="button"
          className="button"
          disabled={text === null}
          onClick={() => text !== null && saveText(named.fileName, text)}
        >
          {named.save}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={text === null}
          onClick={() => text !== null && void perform(copyText, { label: named.copied, text })}
        >
          {named.copy}
        </button>
      </div>
    </Dialog>
  )
}

function Comparison({ comparison }: { comparison: BranchComparison }) {
  const { comparison: named } = useWords().page.turns
  const isSame = comparedKinds.every((kind) => comparison[kind] === null)
  return (
    <>
      {isSame && <p role="status">{named.same}</p>}
      {comparedKinds.map((kind) => {
        const divergence = comparison[kind]
        const { branch, recorded } = comparison.counts[kind]
        return (
          <section key={kind} className="turn-kind" aria-label={named.kinds[kind]}>
            <h3>{named.kinds[kind]}</h3>
            <p className="hint">
              {divergence === null ? named.none : named.first(divergence.number, exactly(divergence.atMs))};{' '}
              {named.counts(recorded, branch)}
            </p>
            {divergence !== null && (
              <>
                <p className="hint">{named.tally(divergence.counts)}</p>
                <Rows divergence={divergence} />
                {divergence.isCut && <p className="hint">{named.isCut}</p>}
              </>
            )}
          </section>
        )
      })}
    </>
  )
}

function Rows({ divergence: { rows } }: { divergence: NonNullable<BranchComparison['flow']> }) {
  const { comparison: named } = useWords().page.turns
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{named.recorded}</th>
          <th scope="col">{named.branch}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) =>
          row.what === 'passed' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are read once
            <tr key={`passed ${index}`}>
              <td colSpan={2} className="hint">
                {named.passed(row.count)}
              </td>
            </tr>
          ) : (
            <tr key={`${row.recorded?.number} ${row.branch?.number}`} data-what={row.what}>
              <Side seen={row.recorded} />
              <Side seen={row.branch} />
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

function Side({ seen }: { seen: ComparedRow['recorded'] }) {
  const { comparison: named } = useWords().page.turns
  return (
    <td>
      {seen === null ? (
        <span className="hint">{named.nothing}</span>
      ) : (
        <>
          <span className="turn-time tabular">{exactly(seen.atMs)}</span>
          {seen.text}
        </>
      )}
    </td>
  )
}

/** Asks the lab of the turn once, when the dialog opens. */
function useComparison(): Read {
  const lab = useOtherLab(({ other }) => other?.client ?? null)
  const [read, setRead] = useState<Read>(null)
  useEffect(() => {
    let isOpen = true
    lab?.call('branch.compare', {}).then(
      (comparison) => isOpen && setRead({ comparison }),
      (error) => isOpen && setRead({ problem: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isOpen = false
    }
  }, [lab])
  return read
}

/** Lets the browser, or the app, save a text as a file. */
function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.txt`
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
