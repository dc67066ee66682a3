import { Crosshair } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { stopPointing, usePointing } from '../store/pointing.ts'
import { useWords } from '../words/words.ts'
import { followPointing } from './pointing-keys.ts'

/** Says what is to be pointed at, and takes the focus, so that arrow keys go from one to the next. */
export function PointingBar() {
  const request = usePointing((state) => state.request)
  return request === null ? null : <Bar key={request.purpose} purpose={request.purpose} />
}

function Bar({ purpose }: { purpose: string }) {
  const { pointing } = useWords().page.lessons
  const bar = useRef<HTMLDivElement>(null)
  const [reached, setReached] = useState('')
  useEffect(() => {
    const element = bar.current
    if (element === null) return
    const before = document.activeElement
    element.focus()
    const end = followPointing(element, setReached)
    return () => {
      end()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <section className="banner pointing-bar" aria-label={pointing.title}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move from here */}
      <div ref={bar} className="pointing-told" tabIndex={0} role="application" aria-label={pointing.keys}>
        <Crosshair size={15} aria-hidden />
        <strong>{purpose}</strong>
        <span className="pointing-keys">{pointing.keys}</span>
      </div>
      <p className="visually-hidden" role="status">
        {reached}
      </p>
      <button type="button" className="button" onClick={stopPointing}>
        {pointing.leave}
      </button>
    </section>
  )
}
