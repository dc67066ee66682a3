import type { HandheldView } from '../../server/lab/api/index.ts'
import { ScreenTitleBar } from './screen-title-bar.tsx'
import { SignInScreen } from './sign-in-screen.tsx'
import { SignedInScreen } from './signed-in-screen.tsx'
import { SigningInScreen } from './signing-in-screen.tsx'

/** What the collaboration client shows. `isSmall`: within a card instead of a drawn device. */
export function Screen({ handheld, isSmall = false }: { handheld: HandheldView; isSmall?: boolean }) {
  if (handheld.state === 'off' || !handheld.isOn) {
    return (
      <div className="screen is-dark">
        <span className={isSmall ? '' : 'visually-hidden'}>Power is off</span>
      </div>
    )
  }
  return (
    <div className="screen">
      <ScreenTitleBar coverage={handheld.coverage} />
      <Content handheld={handheld} />
    </div>
  )
}

function Content({ handheld }: { handheld: HandheldView }) {
  switch (handheld.state) {
    case 'signed-in':
      return <SignedInScreen handheld={handheld} />
    case 'signing-in':
      return <SigningInScreen handheld={handheld} />
    default:
      return <SignInScreen handheld={handheld} />
  }
}
