import { Mail } from 'lucide-react'
import type { Coverage, HandheldView } from '#contract'
import type { DeviceCondition } from '../store/device-condition.ts'
import { useLabSeconds } from '../store/selectors.ts'
import { clockMinutes, elapsed } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { ShortSign } from './device-signs.tsx'

const barsOf: Record<Coverage, number> = { none: 0, weak: 1, good: 3, excellent: 5 }
/** As a phone of that time writes the network that it is on; nothing but a cross when there is none. */
const networkOf: Record<Coverage, string> = { none: '', weak: 'GPRS', good: 'EDGE', excellent: '3G' }
const bars = [1, 2, 3, 4, 5]

/** The strip at the top of a device's screen: time, unread messages, network, signal. */
export function ScreenTitleBar({
  handheld: { coverage, tunnelEndsAt, unread },
  condition,
  isCard,
}: {
  handheld: HandheldView
  condition: DeviceCondition
  isCard: boolean
}) {
  const { labels, page } = useWords()
  const isOutside = condition.facets.includes('no-coverage')
  // A card's only place for what is amiss. Beside it there is no room for the unread, which the head counts too.
  const isAmiss = isOutside || (isCard && ['logged-out', 'silent'].includes(condition.sign))
  return (
    <div className={isAmiss ? 'title-bar is-amiss' : 'title-bar'} data-sign={condition.sign}>
      <ScreenClock />
      <span className="title-name truncate">
        {isAmiss && (isCard ? <ShortSign condition={condition} /> : <b>{page.devices.noCoverage}</b>)}
        {isOutside && tunnelEndsAt !== undefined && <TunnelTime endsAt={tunnelEndsAt} />}
        {isAmiss ? null : unread === 0 ? (
          page.bench.appName
        ) : (
          <span className="title-unread tabular" role="img" aria-label={labels.unread(unread)}>
            <Mail size="1.25em" strokeWidth={2.4} aria-hidden />
            {unread}
          </span>
        )}
      </span>
      <span className="network">{networkOf[coverage]}</span>
      <svg className="signal" viewBox="0 0 18 12" role="img" aria-label={page.bench.signal(coverage)}>
        {bars.map((bar) => (
          <rect
            key={bar}
            className={bar <= barsOf[coverage] ? 'is-lit' : ''}
            x={(bar - 1) * 3.7}
            y={11 - bar * 2.1}
            width="2.5"
            height={bar * 2.1}
          />
        ))}
        {coverage === 'none' && <path className="signal-none" d="M11 1l6 6m0-6l-6 6" />}
      </svg>
    </div>
  )
}

/** How long the tunnel goes on, counted in lab time. */
function TunnelTime({ endsAt }: { endsAt: number }) {
  const { links } = useWords().page
  const now = useLabSeconds()
  return <span className="tabular"> · {links.backIn(elapsed(endsAt - now))}</span>
}

function ScreenClock() {
  const now = useLabSeconds()
  return <time className="screen-clock tabular">{clockMinutes(now)}</time>
}
