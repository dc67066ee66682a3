import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Words } from '#words'
import { ActionButton, explainPane, fillWithPane, fold, goToNextPane, useAction } from '../actions/index.ts'
import { type PaneName, usePreferences } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'

/** Panes whose region is named by their title alone, since nothing inside them has that name. */
const namedByTitle: ReadonlySet<PaneName> = new Set(['ladder', 'log', 'charts', 'studio', 'lessons'])

function regionName({ flow, shell }: Words['page'], pane: PaneName, title: string): string {
  if (namedByTitle.has(pane)) return title
  // Its title contains the whole name of another pane, the log: those who look for that one should find one.
  return shell.pane(pane === 'flow' ? flow.steps : title)
}

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
  const { page } = useWords()
  const isFull = usePreferences(({ fullPane }) => fullPane === pane)
  return (
    <section
      className={`pane ${pane}`}
      data-pane={pane}
      tabIndex={-1}
      aria-label={regionName(page, pane, name)}
    >
      {manyStops.has(pane) && <SkipButton />}
      <header className="pane-head">
        <h2>{title}</h2>
        {aside}
        <div className="pane-tools">{tools}</div>
        <div className="pane-window">
          <ActionButton action={explainPane} args={{ pane }} />
          {isFull || <ActionButton action={fold} args={{ pane, isAway: true }} />}
          <ActionButton action={fillWithPane} args={{ pane, isFull: !isFull }} />
        </div>
      </header>
      {children}
    </section>
  )
}

/** Panes with so many fields and buttons that the Tab key alone would take for ever to pass them. */
const manyStops: ReadonlySet<PaneName> = new Set(['service', 'bench'])

/** Shown only while it has the focus: goes past the pane. */
function SkipButton() {
  const { label, perform } = useAction(goToNextPane, undefined)
  return (
    <button type="button" className="button primary skip-button" onClick={perform}>
      {label}
    </button>
  )
}

/** What is left of a pane that is folded away: its title, which brings it back. */
export function FoldedPane({ pane }: { pane: PaneName }) {
  const { page } = useWords()
  const title = page.actions.panes[pane]
  return (
    <section className="folded-pane" aria-label={regionName(page, pane, title)}>
      <h2>{title}</h2>
      <ActionButton action={fold} args={{ pane, isAway: false }} />
    </section>
  )
}

/** In place of a pane that the lesson hides: its title, and why it cannot be opened. */
export function HiddenPane({ pane }: { pane: PaneName }) {
  const { page } = useWords()
  const title = page.actions.panes[pane]
  const reason = page.lessons.access.hidden(title)
  return (
    <section className="folded-pane is-hidden" aria-label={regionName(page, pane, title)} title={reason}>
      <Lock size={12} aria-hidden />
      <h2>{title}</h2>
      <p className="visually-hidden">{reason}</p>
    </section>
  )
}
