import type { ReactNode } from 'react'

/** One region of the window: a title, what can be done there, and its content. */
export function Pane({
  title,
  name = title,
  aside,
  tools,
  className = '',
  children,
}: {
  title: string
  /** The region's name for screen readers, where the title alone would clash with something inside. */
  name?: string
  aside?: ReactNode
  tools?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section className={`pane ${className}`} aria-label={`${name} pane`}>
      <header className="pane-head">
        <h2>{title}</h2>
        {aside}
        <div className="pane-tools">{tools}</div>
      </header>
      {children}
    </section>
  )
}
