import { useEffect, useState } from 'react'
import type { CommandOutput } from '#contract'
import { useLab } from '../store/lab.tsx'

/** A frame with its layers. */
export type OpenedFrame = CommandOutput<'traffic.layers'>

/** Asks the lab for a frame's layers. `opened` stays until there are those of another frame. */
export function useLayers(
  number: number,
  isRevealing: boolean,
): { opened: OpenedFrame | null; problem: string | null } {
  const lab = useLab()
  const [state, setState] = useState<{ opened: OpenedFrame | null; problem: string | null }>({
    opened: null,
    problem: null,
  })

  useEffect(() => {
    let isCurrent = true
    lab.call('traffic.layers', { number, reveal: isRevealing }).then(
      (opened) => isCurrent && setState({ opened, problem: null }),
      (error: unknown) =>
        isCurrent &&
        setState({ opened: null, problem: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [lab, number, isRevealing])

  return state
}
