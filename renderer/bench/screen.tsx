import type { HandheldView } from '#contract'
import { Messenger } from '../messenger/messenger.tsx'
import { MessengerSummary } from '../messenger/messenger-summary.tsx'
import type { DeviceCondition } from '../store/device-condition.ts'
import { useInterface } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import { DeviceSigns } from './device-signs.tsx'
import { ScreenTitleBar } from './screen-title-bar.tsx'
import { SignInScreen, SigningInScreen } from './sign-in-screen.tsx'

/** Where a screen is: in a drawn device, in a card, or over everything else. */
type ScreenSize = 'device' | 'card' | 'large'

/** What the collaboration client shows. */
export function Screen({
  handheld,
  condition,
  size,
}: {
  handheld: HandheldView
  condition: DeviceCondition
  size: ScreenSize
}) {
  const { bench } = useWords().page
  const isShownLarge = useInterface((state) => state.largeScreen === handheld.name)
  if (handheld.state === 'off' || !handheld.isOn) {
    return (
      <div className="screen is-dark">
        <span>{bench.powerIsOff}</span>
      </div>
    )
  }
  if (isShownLarge && size === 'device') {
    return (
      <div className="screen is-dark">
        <span>{bench.shownLarge}</span>
      </div>
    )
  }
  return (
    <div className={condition.facets.includes('no-coverage') ? 'screen is-outside' : 'screen'}>
      <ScreenTitleBar handheld={handheld} condition={condition} isCard={size === 'card'} />
      {size !== 'card' && <DeviceSigns condition={condition} />}
      <Content handheld={handheld} isCard={size === 'card'} />
    </div>
  )
}

function Content({ handheld, isCard }: { handheld: HandheldView; isCard: boolean }) {
  switch (handheld.state) {
    case 'signed-in':
      return isCard ? <MessengerSummary handheld={handheld} /> : <Messenger handheld={handheld} />
    case 'signing-in':
      return <SigningInScreen handheld={handheld} />
    default:
      return <SignInScreen handheld={handheld} />
  }
}
