import { useState } from 'react'

/** The lab's event arrives before its answer, but React draws it a frame later. Keep the choice until that frame. */
const settleMs = 120

/**
 * Shows a choice at once, before the lab has confirmed it. When the lab answers, the lab's value shows again.
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
      // Leave a later choice alone: its own answer ends it.
      setTimeout(() => setIntended((now) => (now === choice ? null : now)), settleMs)
    })
  }

  return [intended === null ? value : intended.value, choose]
}
