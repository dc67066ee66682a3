import { Columns3, Download, Ruler } from 'lucide-react'
import { drawLadder, type LadderForm, ladderForms, useLadder } from '../store/ladder.ts'
import { foldPane, isFolded } from '../store/panes.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, actionWithoutArguments } from './action.ts'

const ladderWords = () => wordsNow().page.ladder
const notShown = () => (useLadder.getState().shown === null ? ladderWords().notShown : null)

/** Saves the ladder as it is drawn. */
export const exportLadder: Action<{ form: LadderForm }> = {
  name: 'ladder.export',
  group: 'window',
  label: ({ form }) => ladderWords().exportAs[form],
  keywords: () => ['ladder', 'export', 'save', 'picture', 'diagram', 'sequence'],
  icon: () => Download,
  obstacle: notShown,
  perform: ({ form }) => useLadder.getState().shown?.save(form),
  offers: (_, typed) => (typed === '' ? [] : ladderForms.map((form) => ({ form }))),
}

export const showLadderToScale = actionWithoutArguments({
  name: 'ladder.gaps',
  group: 'window',
  label: () => {
    const { foldGaps, gapsToScale } = ladderWords()
    return useLadder.getState().gaps === 'scale' ? foldGaps : gapsToScale
  },
  keywords: () => ['ladder', 'gaps', 'fold', 'time', 'scale'],
  icon: () => Ruler,
  perform() {
    if (isFolded('ladder')) foldPane('ladder', false)
    drawLadder({ gaps: useLadder.getState().gaps === 'scale' ? 'folded' : 'scale' })
  },
})

export const hideLane: Action<{ lane: { id: string; label: string } }> = {
  name: 'ladder.hideLane',
  group: 'window',
  label: ({ lane }) =>
    useLadder.getState().hidden.includes(lane.id)
      ? ladderWords().showLane(lane.label)
      : ladderWords().hideLane(lane.label),
  keywords: () => ['ladder', 'lane', 'lifeline', 'column'],
  icon: () => Columns3,
  obstacle: notShown,
  perform({ lane: { id } }) {
    const { hidden } = useLadder.getState()
    drawLadder({ hidden: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id] })
  },
  offers: (_, typed) =>
    typed === '' ? [] : (useLadder.getState().shown?.lanes ?? []).map((lane) => ({ lane })),
}

export const showAllLanes = actionWithoutArguments({
  name: 'ladder.allLanes',
  group: 'window',
  label: () => ladderWords().showEveryLane,
  keywords: () => ['ladder', 'lane', 'lifeline', 'reset', 'order'],
  icon: () => Columns3,
  obstacle: notShown,
  perform: () => drawLadder({ hidden: [], order: [] }),
})
