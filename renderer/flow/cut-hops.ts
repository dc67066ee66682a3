import type { FaultView, HandheldView, ProcessFlow } from '#contract'

/** Faults with which nothing gets through. */
const cutting: ReadonlySet<string> = new Set(['down', 'timeout'])

/** The parts of the diagram at which a fault's place stands. */
const partOf: Readonly<Partial<Record<FaultView['at'], string>>> = {
  directory: 'directory',
  communicationsServer: 'communications',
}

/** The hops over which nothing gets through now. @param handheld the one whose login is shown */
export function cutHops(
  { hops }: ProcessFlow,
  faults: readonly FaultView[],
  handheld: Pick<HandheldView, 'coverage' | 'isOn'> | undefined,
): ReadonlySet<string> {
  // A fault with a chance lets others through.
  const places = faults
    .filter(({ kind, probability = 1 }) => cutting.has(kind) && probability === 1)
    .map(({ at }) => at)
  const isOutside = handheld !== undefined && (!handheld.isOn || handheld.coverage === 'none')
  const isWirelessCut = isOutside || places.includes('wireless') || places.includes('dispatcher')
  const cutParts = new Set(places.map((at) => partOf[at]))
  return new Set(
    hops
      .filter(({ from, to }) => (from === 'handheld' && isWirelessCut) || cutParts.has(to))
      .map(({ id }) => id),
  )
}
