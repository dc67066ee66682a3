import { memo } from 'react'

/** The row under the screen: call, menu, trackpad or trackball, back, end. */
export const NavigationKeys = memo(function NavigationKeys({ isBall }: { isBall: boolean }) {
  return (
    <div className="navigation" aria-hidden>
      <span className="navigation-key call">
        <PhoneMark />
      </span>
      <span className="navigation-key menu">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {[3, 8, 13].flatMap((x) =>
            [4, 8, 12].map((y) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.3" />),
          )}
        </svg>
      </span>
      <span className={isBall ? 'pointer-ball' : 'pointer-pad'} />
      <span className="navigation-key back">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 5h6a3.5 3.5 0 0 1 0 7H6M4 5l3-3M4 5l3 3" />
        </svg>
      </span>
      <span className="navigation-key end">
        <PhoneMark />
      </span>
    </div>
  )
})

function PhoneMark() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 9c3-3.4 9-3.4 12 0l-1.6 2-2.6-1V8.4a8 8 0 0 0-3.600 0V10l-2.600 1z" />
    </svg>
  )
}
