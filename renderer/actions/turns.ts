import { Archive, GitBranch, GitCompare, GitFork, Undo2 } from 'lucide-react'
import { useOtherLab } from '../store/other-lab.ts'
import { usePast } from '../store/past.ts'
import { endTurn, openTurnDialog, shownTurn, takeTurn, useTurns } from '../store/turns.ts'
import { wordsNow } from '../words/words.ts'
import { actionWithoutArguments } from './action.ts'

const words = () => wordsNow().page.turns

/** Why no other turn can begin at what is shown. */
function obstacleToBegin(): string | null {
  const { bundle, moment } = usePast.getState()
  if (bundle !== null) return words().notOfBundle
  if (useOtherLab.getState().other !== null) return words().onlyOwn
  if (moment === null) return words().noMoment
  return useTurns.getState().starting === null ? null : words().isStarting
}

const obstacleInTurn = () => (shownTurn() === null ? words().noTurn : null)

export const continueFromHere = actionWithoutArguments({
  name: 'turn.continue',
  group: 'time',
  label: () => words().continueHere,
  keywords: () => ['go back', 'branch', 'past', 'moment', 'resume', 'rewind'],
  icon: () => GitBranch,
  isForLooking: true,
  obstacle: obstacleToBegin,
  perform: () => takeTurn({}),
})

export const anotherTurn = actionWithoutArguments({
  name: 'turn.another',
  group: 'time',
  label: () => words().another,
  keywords: () => ['what if', 'branch', 'past', 'change', 'setting'],
  icon: () => GitFork,
  isForLooking: true,
  obstacle: obstacleToBegin,
  perform: () => openTurnDialog('change'),
})

export const compareTurns = actionWithoutArguments({
  name: 'turn.compare',
  group: 'time',
  label: () => words().compare,
  buttonLabel: () => words().compareButton,
  keywords: () => ['difference', 'diff', 'branch', 'side by side'],
  icon: () => GitCompare,
  isForLooking: true,
  // What was opened is what was recorded.
  obstacle: () => (shownTurn()?.of === null ? null : words().noTurn),
  perform: () => openTurnDialog('compare'),
})

export const openSnapshots = actionWithoutArguments({
  name: 'lab.snapshots',
  group: 'window',
  label: () => words().snapshots.action,
  keywords: () => ['save', 'state', 'keep', 'history', 'branch', 'open', 'name'],
  icon: () => Archive,
  isForLooking: true,
  menu: 'file',
  perform: () => openTurnDialog('snapshots'),
})

export const backFromTurn = actionWithoutArguments({
  name: 'turn.end',
  group: 'time',
  label: () => words().back,
  buttonLabel: () => words().backButton,
  keywords: () => ['branch', 'lab', 'end', 'return'],
  icon: () => Undo2,
  isForLooking: true,
  obstacle: obstacleInTurn,
  perform: endTurn,
})
