import type { Facet } from '../store/device-condition.ts'

/** One character a state, which tells it where colours cannot be told apart. */
const signs: Readonly<Record<Facet, string>> = {
  off: '○',
  'logged-out': '?',
  'no-coverage': '✕',
  refused: '!',
  silent: 'z',
  'signing-in': '…',
  'signed-in': '✓',
  'signed-out': '–',
  held: '≡',
  unread: '•',
}

/** The sign of a state, in its colour: on a tile, in the list and beside its number. */
export function Sign({ facet }: { facet: Facet }) {
  return (
    <span className="sign" data-facet={facet} aria-hidden>
      {signs[facet]}
    </span>
  )
}
