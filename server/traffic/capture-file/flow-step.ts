import type { FlowStep } from '#contract'
import type { FrameRecord } from '../frame.ts'

/** The step of the login that a frame belongs to, where a login of its device is under way. */
export function flowStepOf({ direction, hop, pin, protocol }: FrameRecord): FlowStep | null {
  const isUp = direction === 'up'
  switch (hop) {
    case 'handheld-dispatcher':
      // What the connection itself says is about coverage, not about logins.
      if (protocol === 'SRP') return null
      return isUp ? '2' : '7'
    case 'dispatcher-service':
      return isUp ? '3' : '7'
    case 'service-directory':
      return '4d'
    case 'service-communications':
      if (pin === null) return '4e'
      return isUp ? '5' : '6'
  }
}
