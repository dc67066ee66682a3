import { ArrowLeft, ArrowRight, Lock } from 'lucide-react'
import { useEffect } from 'react'
import { useInterface } from '../store/interface.ts'
import { useTraffic } from '../store/traffic.ts'
import { preciseTime } from '../words/format.ts'
import { frameSummary } from '../words/frame-summary.ts'
import { hopWords, useWords } from '../words/words.ts'

/** The newest frame of those that Traffic shows, in one large line. */
export function LatestFrame() {
  const words = useWords()
  const { labels, page } = words
  const isOpened = useInterface((state) => state.isOpened)
  const { follower, position, rows } = useTraffic()

  useEffect(() => {
    const end = useTraffic.getState().position?.end ?? 0
    follower?.show(end - 1, end, true)
  }, [follower])

  const frame = position === null ? undefined : rows.get(position.end - 1)
  if (frame === undefined) return <p className="stage-frame is-empty">{page.stage.noTraffic}</p>
  const hop = hopWords(labels, frame.hop)
  const Direction = frame.direction === 'up' ? ArrowRight : ArrowLeft
  const isLocked = frame.isEncrypted && !isOpened
  return (
    <section className="stage-frame" aria-label={page.stage.latestFrame} data-hop={frame.hop}>
      <span className="stage-frame-time tabular">{preciseTime(frame.at)}</span>
      <span className="stage-frame-hop">
        {hop.from}
        <Direction aria-hidden />
        {hop.to}
      </span>
      <strong className="stage-frame-protocol">{frame.protocol}</strong>
      {isLocked && <Lock className="stage-frame-lock" aria-hidden />}
      <span className="truncate">{frameSummary(words, frame, isOpened)}</span>
    </section>
  )
}
