import { useSyncExternalStore } from 'react'
import type { StandingFault } from '#contract'
import { useSnapshot } from '../store/selectors.ts'

const none: readonly StandingFault[] = []

/** Everything that is broken on purpose, whoever set it. */
export function useFaults(): readonly StandingFault[] {
  return useSnapshot<readonly StandingFault[]>(({ faults }) => faults, none)
}

/** Tells a fault from the others. */
export function faultId({ at, instance, kind }: StandingFault): string {
  return `${at} ${kind} ${instance ?? ''}`
}

/** How many chips the top bar has room for, beside the lab's parts. */
export function useRoomForChips(): number {
  return useSyncExternalStore(onResize, roomForChips)
}

function roomForChips(): number {
  // In the pixels in which the bar is laid out: a large window draws everything larger.
  const scale = Number(getComputedStyle(document.documentElement).getPropertyValue('--scale')) || 1
  const width = window.innerWidth / scale
  if (width < 1_200) return 0
  if (width < 1_600) return 1
  return width < 2_200 ? 3 : 5
}

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}
