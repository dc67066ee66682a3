import type { ReactNode } from 'react'
import { useWords } from '../words/words.ts'

/** The regions of the window, in the order in which the keyboard goes through them. */
export const panes = ['service', 'bench', 'traffic', 'flow', 'sessions'] as const
export type PaneName = (typeof panes)[number]

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
  return (
    <section className={`pane ${pane}`} data-pane={pane} tabIndex={-1} aria-label={shell.pane(name)}>
      <header className="pane-head">
        <h2>{title}</h2>
        {aside}
        <div className="pane-tools">{tools}</div>
      </header>
      {children}
    </section>
  )
}

export function focusPane(pane: PaneName): void {
  document.querySelector<HTMLElement>(`[data-pane=${pane}]`)?.focus()
}

/** The pane after the one with the focus, or before it; the first where none has it. */
export function nextPane(direction: 1 | -1): PaneName {
  const focused = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset.pane
  const at = panes.findIndex((pane) => focused === pane.toString())
  if (at < 0) return panes[0]
  return panes[(at + direction + panes.length) % panes.length] ?? panes[0]
}
