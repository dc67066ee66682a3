import { useState } from 'react'

/** The lab's event comes before its answer, but is drawn a frame later; this outlasts that frame. */
const settleMs = 120

/**
 * Shows what somebody chose at once, until the lab has answered; then what the lab says.
 * @returns the value to show, and what to call with a choice
 */
export function useOptimisticChoice<T>(
  value: T,
  apply: (value: T) => Promise<unknown> | undefined,
): readonly [T, (value: T) => void] {
  const [intended, setIntended] = useState<{ value: T } | null>(null)

  function choose(chosen: T) {
    const choice = { value: chosen }
    setIntended(choice)
    Promise.resolve(apply(chosen)).finally(() => {
      // A later choice has its own end.
      setTimeout(() => setIntended((now) => (now === choice ? null : now)), settleMs)
    })
  }

  return [intended === null ? value : intended.value, choose]
}
