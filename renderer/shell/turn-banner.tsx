import { GitBranch } from 'lucide-react'
import { backFromTurn, compareTurns, useAction } from '../actions/index.ts'
import { useShownTurn } from '../store/turns.ts'
import { turnWords } from '../timeline/turn-words.ts'
import { preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** Says that the window shows another turn and not the lab itself, what is different in it, and leads back. */
export default function TurnBanner() {
  const branch = useShownTurn()
  const words = useWords()
  const compare = useAction(compareTurns, undefined)
  const back = useAction(backFromTurn, undefined)
  if (branch === null) return null
  const changes = turnWords(branch, words)
  const { turns } = words.page
  return (
    <div className="banner past-banner turn-banner" role="status">
      <GitBranch size={15} aria-hidden />
      <strong className="tabular">
        {branch.of === null
          ? turns.banner(preciseTime(branch.at))
          : turns.opened(branch.of, preciseTime(branch.at))}
      </strong>
      <span className="truncate">
        {branch.of !== null
          ? turns.howOpened(branch.goesOn)
          : changes.length === 0
            ? turns.unchanged
            : changes.join('; ')}
      </span>
      {branch.difference !== null && (
        <span className="truncate">
          {turns.differs(branch.difference.entry, preciseTime(branch.difference.at))}
        </span>
      )}
      <span className="turn-buttons">
        {(branch.of === null ? [compare, back] : [back]).map(({ icon: Icon, label, perform }) => (
          <button key={label} type="button" className="button" onClick={() => void perform()}>
            {Icon && <Icon size={14} aria-hidden />}
            {label}
          </button>
        ))}
      </span>
    </div>
  )
}
