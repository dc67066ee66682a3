import { History, Undo2 } from 'lucide-react'
import { backToNow as goBack } from '../store/look-back.ts'
import { usePast } from '../store/past.ts'
import { prefer } from '../store/preferences.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const backToNow = actionWithoutArguments({
  name: 'window.backToNow',
  group: 'window',
  label: () => wordsNow().page.timeLine.back,
  keywords: () => ['past', 'present', 'live', 'time line'],
  icon: () => Undo2,
  obstacle: () => (usePast.getState().moment === null ? actionWords().isLab : null),
  perform: goBack,
})

export const goToTimeLine = actionWithoutArguments({
  name: 'window.timeLine',
  group: 'window',
  label: () => wordsNow().page.timeLine.goTo,
  keywords: () => ['past', 'history', 'time line', 'back', 'before', 'rewind'],
  icon: () => History,
  menu: 'view',
  perform() {
    prefer({ isTimeLineFolded: false })
    // It may have to be drawn first.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.time-line-track')?.focus())
  },
})

/** Whether the lab keeps what happens, so that people can look back. */
export const keepPast: Action<{ isKept: boolean }> = {
  name: 'lab.keepPast',
  group: 'lab',
  label: ({ isKept }) => wordsNow().page.timeLine.keep(isKept),
  keywords: () => ['past', 'history', 'time line', 'memory'],
  icon: () => History,
  perform: ({ isKept }, { run }) => run(wordsNow().page.timeLine.title, 'past.keep', { isKept }),
  offers: (_, typed) => (typed === '' ? [] : [{ isKept: true }, { isKept: false }]),
}
