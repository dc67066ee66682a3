import { goToPane, useAction } from '../actions/index.ts'
import type { PaneName } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'

/** Where the panes stand below each other: their names, each of which goes to its pane. */
export function PaneList({ shown }: { shown: readonly PaneName[] }) {
  const { shell } = useWords().page
  return (
    <nav className="pane-list" aria-label={shell.panes}>
      {shown.map((pane) => (
        <PaneLink key={pane} pane={pane} />
      ))}
    </nav>
  )
}

function PaneLink({ pane }: { pane: PaneName }) {
  const { actions } = useWords().page
  const { label, perform } = useAction(goToPane, { pane })
  return (
    <button type="button" className="button quiet" title={label} onClick={perform}>
      {actions.panes[pane]}
    </button>
  )
}
