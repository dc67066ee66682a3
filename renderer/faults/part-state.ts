import type { FaultPlace, StandingFault } from '#contract'

/** How a part of the lab is: `doubtful` while anything about it is broken, `down` while nothing reaches it. */
export type PartState = 'up' | 'doubtful' | 'down'

/** The faults in force at any of the places, of an instance and of all instances. */
export function faultsAt(
  faults: readonly StandingFault[],
  places: readonly FaultPlace[],
  instance?: string,
): StandingFault[] {
  return faults.filter(
    ({ at, beginsAt, instance: own }) =>
      beginsAt === undefined &&
      places.includes(at) &&
      (own === undefined || instance === undefined || own === instance),
  )
}

export function partState(faults: readonly StandingFault[]): PartState {
  if (faults.length === 0) return 'up'
  return faults.some(isWholly) ? 'down' : 'doubtful'
}

/** Whether nobody gets through. */
function isWholly({ first, kind, probability = 1 }: StandingFault): boolean {
  return kind === 'down' && probability >= 1 && first === undefined
}
