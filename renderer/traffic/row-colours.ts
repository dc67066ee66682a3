import { type FrameFilter, type FrameView, parseFrameFilter, readable } from '#contract'
import type { SavedFilter } from '../store/preferences.ts'
import { zoneOffsetMinutes } from './zone.ts'

type Colour = SavedFilter['colour']

/**
 * Finds the colour of a row: that of the first saved filter that it matches. Only rows in sight are asked for, and each is tested
 * once. Filters that look inside the frames colour nothing, because the page does not have what they ask for.
 * @returns null where no filter has a colour
 */
export function rowColours(
  saved: readonly SavedFilter[],
  isOpened: boolean,
): ((frame: FrameView) => Colour | undefined) | null {
  const zoneOffsetMs = zoneOffsetMinutes() * 60_000
  const coloured = saved.flatMap(({ colour, filter }): { colour: Colour; test: FrameFilter['test'] }[] => {
    const parsed = colour === 'none' ? null : parseFrameFilter(filter, { zoneOffsetMs })
    if (parsed === null || parsed.problem !== null || parsed.needsLab || parsed.tree === null) return []
    return [{ colour, test: parsed.test }]
  })
  if (coloured.length === 0) return null
  const known = new WeakMap<FrameView, { colour: Colour | undefined }>()
  return (frame) => {
    let found = known.get(frame)
    if (!found) {
      const seen = readable(frame, isOpened)
      found = { colour: coloured.find(({ test }) => test(seen))?.colour }
      known.set(frame, found)
    }
    return found.colour
  }
}
