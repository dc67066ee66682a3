import { LayoutGrid, Plus, Search, Smartphone } from 'lucide-react'
import type { CSSProperties } from 'react'
import { useDeferredValue, useRef, useState } from 'react'
import { addHandheld, useAction } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { mostDrawn } from '../controls/rows-in-sight.ts'
import { Pane } from '../panes/pane.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { prefer, usePreferences } from '../store/preferences.ts'
import { useHandheldNames, useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import './bench.css'
import { BenchGrid, VirtualBenchGrid } from './bench-grid.tsx'
import { HandheldSearch } from './match-handheld.ts'

/** Above this many handhelds the bench shows cards instead of whole devices. */
const mostDevices = 6
const noNames: readonly string[] = []

/** The handhelds, side by side. */
export function Bench() {
  const words = useWords().page.bench
  const [text, setText] = useState('')
  const sought = useDeferredValue(text)
  const all = useHandheldNames()
  const names = useMatching(sought)
  const scroller = useRef<HTMLDivElement>(null)
  const add = useAction(addHandheld, undefined)
  const density = usePreferences((state) => state.density)
  const areCards = density === 'cards' || (density === 'auto' && all.length > mostDevices)
  const layout: CSSProperties & Record<'--count', number> = {
    '--count': Math.min(mostDevices, Math.max(1, names.length)),
  }

  return (
    <Pane
      title={words.title}
      pane="bench"
      aside={<BenchSummary />}
      tools={
        <>
          <label className="search">
            <Search size={13} aria-hidden />
            <input
              type="search"
              aria-label={words.findHandheld}
              title={words.findHint}
              placeholder={words.find}
              value={text}
              onChange={(change) => setText(change.currentTarget.value)}
            />
          </label>
          <IconButton
            name={areCards ? words.showDevices : words.showCards}
            icon={areCards ? Smartphone : LayoutGrid}
            onPress={() => prefer({ density: areCards ? 'devices' : 'cards' })}
          />
          <button type="button" className="button" onClick={add.perform}>
            <Plus size={14} aria-hidden />
            {add.label}
          </button>
        </>
      }
    >
      <div ref={scroller} className={`bench-area ${areCards ? 'is-cards' : 'is-devices'}`}>
        {all.length > mostDrawn ? (
          <VirtualBenchGrid names={names} areCards={areCards} style={layout} scroller={scroller} />
        ) : (
          <BenchGrid names={names} areCards={areCards} style={layout} />
        )}
        {names.length === 0 && <EmptyBench isFiltered={all.length > 0} onClear={() => setText('')} />}
      </div>
    </Pane>
  )
}

function useMatching(text: string): readonly string[] {
  const [search] = useState(() => new HandheldSearch())
  return useSnapshot(({ handhelds }) => search.find(handhelds, text), noNames)
}

function BenchSummary() {
  const total = useSnapshot((snapshot) => snapshot.handhelds.length, 0)
  const signedIn = useLabStore((state) => state.signedIn)
  const words = useWords().page.bench
  if (total === 0) return null
  return <span className="pane-aside tabular">{words.summary(total, signedIn)}</span>
}

function EmptyBench({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const add = useAction(addHandheld, undefined)
  const words = useWords().page.bench
  return (
    <div className="empty">
      <p className="empty-title">{isFiltered ? words.noMatch : words.empty}</p>
      <p>{isFiltered ? words.noMatchHint : words.emptyHint}</p>
      {isFiltered ? (
        <button type="button" className="button" onClick={onClear}>
          {words.showAll}
        </button>
      ) : (
        <button type="button" className="button primary" onClick={add.perform}>
          {add.label}
        </button>
      )}
    </div>
  )
}
