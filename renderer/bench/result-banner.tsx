import type { HandheldView } from '#contract'
import { Hint } from '../controls/hint.tsx'
import { inventedWording, reasonWords } from '../words.ts'

/** What the device shows of how a login or a session ended. */
export function ResultBanner({ handheld }: { handheld: HandheldView }) {
  const { reason, coverage, notice } = handheld
  if (reason === null || reason === 'user') {
    return coverage === 'none' ? (
      <p className="screen-line is-warning">Outside a wireless coverage area</p>
    ) : (
      <p className="screen-line">{reason === 'user' ? 'You logged out' : 'Sign in to your organisation'}</p>
    )
  }
  const words = reasonWords[reason]
  const saysMore = notice !== null && notice.toLowerCase() !== words.screen.toLowerCase()
  return (
    <div className="result" role="status" data-reason={reason}>
      <p className={words.isOriginal ? 'result-word is-original' : 'result-word'}>
        {words.screen}
        {words.isOriginal || (
          <Hint text={inventedWording}>
            <button type="button" className="invented" aria-label="Invented wording">
              i
            </button>
          </Hint>
        )}
      </p>
      <p className="result-meaning">{saysMore ? notice : words.meaning}</p>
    </div>
  )
}
