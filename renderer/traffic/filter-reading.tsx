import { LockOpen } from 'lucide-react'
import { useMemo } from 'react'
import { type FilterNode, mostInsideMatches, type TrafficRequest } from '#contract'
import { useInsideMatches } from '../store/inside-matches.ts'
import { show } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import { describeFilter } from './describe-filter.ts'

/** Says in plain words what the filter finds, and how many frames it would find if the encryption were open. */
export function FilterReading({
  tree,
  query,
  isOpened,
}: {
  tree: FilterNode
  query: TrafficRequest
  isOpened: boolean
}) {
  const words = useWords().page.filter
  const said = useMemo(() => describeFilter(tree, words), [tree, words])
  const inside = useInsideMatches(isOpened ? null : query)
  return (
    <div className="filter-reading">
      <p id="filter-reading" className="truncate" title={said}>
        {said}
      </p>
      {inside > 0 && (
        <button type="button" className="inside-matches" onClick={() => show({ isOpened: true })}>
          <LockOpen size={11} aria-hidden />
          {words.inside(inside, inside >= mostInsideMatches)}
        </button>
      )}
    </div>
  )
}
