import { useMemo } from 'react'
import type { HandheldView } from '#contract'
import { conditionOf, type DeviceCondition } from '../store/device-condition.ts'
import { useSessionOf, useSnapshot } from '../store/selectors.ts'

/** The condition of a handheld, from the device, its session and the timeout that is configured. */
export function useCondition(handheld: HandheldView): DeviceCondition {
  const session = useSessionOf(handheld.name)
  const idleTimeoutMs = useSnapshot(({ service }) => service.idleTimeoutMs, null)
  return useMemo(() => conditionOf(handheld, session, idleTimeoutMs), [handheld, session, idleTimeoutMs])
}
