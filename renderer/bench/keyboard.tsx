import { memo } from 'react'

/** A hint of a keyboard: people type into the screen, so it is drawn and nothing more. */
export const Keyboard = memo(function Keyboard({ rows }: { rows: readonly (readonly string[])[] }) {
  return (
    <div className="keyboard" aria-hidden>
      {rows.map((row) => (
        <div key={row.join('')} className="key-row">
          {row.map((legend) => (
            <span key={legend} className={legend === ' ' ? 'key space' : 'key'}>
              {legend.trim()}
            </span>
          ))}
        </div>
      ))}
    </div>
  )
})
