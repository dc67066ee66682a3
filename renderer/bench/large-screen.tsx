import type { HandheldView } from '#contract'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useHandheld } from '../store/selectors.ts'
import { Toasts } from '../toasts/toasts.tsx'
import { useWords } from '../words/words.ts'
import { Screen } from './screen.tsx'
import { useCondition } from './use-condition.ts'

/** The screen of one handheld over everything else: for cards, which have no room for it, and for reading at ease. */
export function LargeScreen() {
  const name = useInterface((state) => state.largeScreen)
  const handheld = useHandheld(name ?? '')
  const { bench } = useWords().page
  if (name === null || handheld === undefined) return null
  return (
    <Dialog
      key={name}
      title={bench.screenOf(name)}
      className="large-screen"
      onClose={() => show({ largeScreen: null })}
    >
      <div className="large-screen-glass">
        <ConditionedScreen handheld={handheld} />
      </div>
      <Toasts />
    </Dialog>
  )
}

function ConditionedScreen({ handheld }: { handheld: HandheldView }) {
  return <Screen handheld={handheld} condition={useCondition(handheld)} size="large" />
}
