import { ListChecks, X } from 'lucide-react'
import { type Facet, facets } from '../store/device-condition.ts'
import { forgetDeviceSet, wordOfSet } from '../store/device-sets.ts'
import { show, useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { usePreferences } from '../store/preferences.ts'
import { selectOnly, useSelection } from '../store/selection.ts'
import { useWords } from '../words/words.ts'
import { hasWord, withOrWithout } from './match-handheld.ts'
import { Sign } from './sign.tsx'

/** Signed in first: that is what people look for; then what is amiss. */
const order: readonly Facet[] = ['signed-in', ...facets.filter((facet) => facet !== 'signed-in')]

/** How many handhelds are in each state, and the saved sets. Each shows only its own when pressed, by a word in Find. */
export function Overview() {
  const counts = useLabStore((state) => state.counts)
  const text = useInterface((state) => state.handheldFilter)
  const sets = usePreferences((state) => state.deviceSets)
  const { devices } = useWords().page
  const shown = useSelection((state) => state.shown)
  const toggle = (word: string) => show({ handheldFilter: withOrWithout(text, word) })
  return (
    <fieldset className="bench-overview" aria-label={devices.overview}>
      {order.map((facet) => {
        const word = `is:${facet}`
        const isShown = hasWord(text, word)
        return counts[facet] === 0 && !isShown ? null : (
          <button
            key={facet}
            type="button"
            className="facet-chip tabular"
            aria-pressed={isShown}
            title={isShown ? devices.showOthersToo : devices.showOnly(devices.facetHints[facet])}
            onClick={() => toggle(word)}
          >
            <Sign facet={facet} />
            {devices.counted(counts[facet], devices.facets[facet])}
          </button>
        )
      })}
      {sets.map(({ name, handhelds }) => (
        <span key={name} className="set-chip">
          <button
            type="button"
            className="facet-chip tabular"
            aria-pressed={hasWord(text, wordOfSet(name))}
            title={devices.showSet(name)}
            onClick={() => toggle(wordOfSet(name))}
          >
            {devices.set(name, handhelds.length)}
          </button>
          <button
            type="button"
            className="button quiet icon"
            aria-label={devices.forgetSet(name)}
            title={devices.forgetSet(name)}
            onClick={() => forgetDeviceSet(name)}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <button type="button" className="facet-chip select-shown tabular" onClick={() => selectOnly(shown)}>
        <ListChecks size={13} aria-hidden />
        {devices.many.selectShown(shown.length)}
      </button>
    </fieldset>
  )
}
