import type { FlowView } from '#contract'

/** How many devices stand on the stage unless somebody chooses. */
const usualDevices = 2
export const mostDevices = 3

/**
 * The handhelds that a presentation shows: those that were chosen and are still there; otherwise the latest ones that did
 * something. They stand in the order of the bench, so that they do not change places.
 */
export function devicesOnStage(
  names: readonly string[],
  has: (name: string) => boolean,
  chosen: readonly string[],
  flows: readonly FlowView[],
): readonly string[] {
  const kept = chosen.filter(has)
  if (kept.length > 0) return kept
  const active = new Set<string>()
  for (let at = flows.length - 1; at >= 0 && active.size < usualDevices; at -= 1) {
    const name = flows[at]?.handheld
    if (name !== undefined && has(name)) active.add(name)
  }
  for (const name of names) {
    if (active.size >= Math.min(usualDevices, names.length)) break
    active.add(name)
  }
  return [...active].sort((one, other) => names.indexOf(one) - names.indexOf(other))
}
