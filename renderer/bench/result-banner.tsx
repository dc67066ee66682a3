import { type HandheldView, hasOriginalWording } from '#contract'
import { sentence } from '#words'
import { Hint } from '../controls/hint.tsx'
import { endingWords, inventedWording, words } from '../words/words.ts'

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
  const { title, hint, notice: own } = endingWords[reason]
  const isOwn = notice === null || (notice.code === 'ended' && notice.facts.reason === reason)
  const meaning = isOwn ? (hint ?? own) : sentence(words.handheldNotices, notice)
  const isOriginal = hasOriginalWording(reason)
  return (
    <div className="result" role="status" data-reason={reason}>
      <p className={isOriginal ? 'result-word is-original' : 'result-word'}>
        {title}
        {isOriginal || (
          <Hint text={inventedWording}>
            <button type="button" className="invented" aria-label="Invented wording">
              i
            </button>
          </Hint>
        )}
      </p>
      <p className="result-meaning">{meaning}</p>
    </div>
  )
}
