import type { ReactNode } from 'react'
import { ActionButton, fillWithPane, fold } from '../actions/index.ts'
import { type PaneName, usePreferences } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'

/** One region of the window: a title, what can be done there, and its content. */
export function Pane({
  pane,
  title,
  name = title,
  aside,
  tools,
  children,
}: {
  pane: PaneName
  title: string
  /** The region's name for screen readers, where the title alone would clash with something inside. */
  name?: string
  aside?: ReactNode
  tools?: ReactNode
  children: ReactNode
}) {
  const { shell } = useWords().page
  const isFull = usePreferences(({ fullPane }) => fullPane === pane)
  return (
    <section className={`pane ${pane}`} data-pane={pane} tabIndex={-1} aria-label={shell.pane(name)}>
      <header className="pane-head">
        <h2>{title}</h2>
        {aside}
        <div className="pane-tools">{tools}</div>
        <div className="pane-window">
          {isFull || <ActionButton action={fold} args={{ pane, isAway: true }} />}
          <ActionButton action={fillWithPane} args={{ pane, isFull: !isFull }} />
        </div>
      </header>
      {children}
    </section>
  )
}

/** What is left of a pane that is folded away: its title, which brings it back. */
export function FoldedPane({ pane }: { pane: PaneName }) {
  const { actions, shell } = useWords().page
  const title = actions.panes[pane]
  return (
    <section className="folded-pane" aria-label={shell.pane(title)}>
      <h2>{title}</h2>
      <ActionButton action={fold} args={{ pane, isAway: false }} />
    </section>
  )
}
