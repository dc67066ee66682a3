import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../controls/dialog.tsx'
import { scrollToTop } from '../controls/scroll-within.ts'
import { show, useInterface } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import './help.css'
import { SearchField } from '../controls/search-field.tsx'
import { helpSections } from './help-sections.tsx'

/** What the lab is, how to begin, and what each pane is for. */
export function Help() {
  const isOpen = useInterface((state) => state.isHelpOpen)
  return isOpen ? <HelpDialog /> : null
}

function HelpDialog() {
  const { page } = useWords()
  const { help } = page
  const helpPage = useInterface((state) => state.helpPage)
  const body = useRef<HTMLElement>(null)
  /** The sections in which the sought text occurs; null: all. */
  const [found, setFound] = useState<ReadonlySet<string> | null>(null)
  const sections = helpSections(page)
  const shown = sections.filter(({ id }) => found === null || found.has(id))

  function goTo(id: string) {
    const heading = body.current?.querySelector<HTMLElement>(`[data-section="${id}"] h3`)
    if (!heading || !body.current) return
    scrollToTop(body.current, heading)
    heading.focus({ preventScroll: true })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: goTo is new each time
  useEffect(() => {
    if (helpPage !== null) goTo(helpPage)
  }, [helpPage])

  function seek(text: string) {
    const sought = text.trim().toLowerCase()
    const all = [...(body.current?.querySelectorAll<HTMLElement>('[data-section]') ?? [])]
    const matching = all.filter(({ textContent }) => textContent.toLowerCase().includes(sought))
    setFound(sought === '' ? null : new Set(matching.map(({ dataset }) => dataset.section ?? '')))
  }

  return (
    <Dialog title={help.title} className="help" onClose={() => show({ isHelpOpen: false, helpPage: null })}>
      <div className="help-layout">
        <nav className="help-contents" aria-label={help.contents}>
          <SearchField data-first-focus name={help.find} onSearch={seek} />
          <ul>
            {shown.map(({ id, title }) => (
              <li key={id}>
                <button type="button" className="button quiet" onClick={() => goTo(id)}>
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard can do only where the focus is */}
        <section ref={body} className="help-body" aria-label={help.title} tabIndex={0}>
          {found?.size === 0 && <p role="status">{help.nothingFound}</p>}
          {sections.map(({ id, title, content }) => (
            <section key={id} data-section={id} hidden={!shown.some((one) => one.id === id)}>
              <h3 tabIndex={-1}>{title}</h3>
              {content}
            </section>
          ))}
          <p className="hint">{help.affiliation}</p>
        </section>
      </div>
    </Dialog>
  )
}
