import type { ReactNode } from 'react'
import type { Presence } from '#contract'
import { useWords } from '../words/words.ts'

/** A shape of its own for each presence, so that nothing rests on colour alone. */
const shapes: Record<Presence | 'unknown', ReactNode> = {
  available: <circle className="mark-solid" cx="6" cy="6" r="5.2" />,
  busy: <rect className="mark-solid" x="1.2" y="1.2" width="9.6" height="9.6" rx="1.4" />,
  'do-not-disturb': (
    <>
      <circle className="mark-solid" cx="6" cy="6" r="5.2" />
      <path className="mark-cut" d="M3 6h6" />
    </>
  ),
  away: <path className="mark-solid" d="M6 .6 11.8 11H.2z" />,
  offline: <circle className="mark-hollow" cx="6" cy="6" r="4.4" />,
  unknown: <circle className="mark-hollow is-dotted" cx="6" cy="6" r="4.4" />,
}

/** How present a person is; null: the server does not tell. */
export function PresenceMark({
  presence,
  isSilent = false,
}: {
  presence: Presence | null
  /** Where the presence is written beside it. */
  isSilent?: boolean
}) {
  const { labels } = useWords()
  const words = presence === null ? labels.unknownPresence : labels.presence[presence]
  const shape = (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {shapes[presence ?? 'unknown']}
    </svg>
  )
  return isSilent ? (
    <span className="presence-mark" data-presence={presence ?? 'unknown'}>
      {shape}
    </span>
  ) : (
    <span
      className="presence-mark"
      data-presence={presence ?? 'unknown'}
      role="img"
      aria-label={words}
      title={words}
    >
      {shape}
    </span>
  )
}
