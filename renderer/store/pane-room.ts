import type { PaneName } from './preferences.ts'

/** What a pane's place in its column offers. */
interface PlaceOfPane {
  getSize(): { inPixels: number }
  resize(pixels: number): void
}

const places = new Map<string, PlaceOfPane>()

/** Tells where a pane stands now; null: nowhere. */
export function placePane(pane: string, place: PlaceOfPane | null): void {
  if (place === null) places.delete(pane)
  else places.set(pane, place)
}

/**
 * Gives a pane that is lower than `leastPixels` this height, at the cost of its neighbours.
 * @returns takes it back, unless somebody has chosen another size meanwhile
 */
export function giveRoom(pane: PaneName, leastPixels: number): () => void {
  const place = places.get(pane)
  const before = place?.getSize().inPixels ?? leastPixels
  if (place === undefined || before >= leastPixels) return () => undefined
  place.resize(leastPixels)
  // The neighbours may need some of it: what the pane got is known when it has been laid out.
  let given = leastPixels
  requestAnimationFrame(() => {
    given = place.getSize().inPixels
  })
  return () => {
    if (places.get(pane) === place && Math.abs(place.getSize().inPixels - given) < 2) place.resize(before)
  }
}

/** By how much a pane grows or shrinks at once. */
const stepPixels = 60

/** Makes a pane larger or smaller: its height in its column, and the width of the column. */
export function resizePane(pane: PaneName, isLarger: boolean): void {
  let element = document.querySelector(`[data-pane=${pane}]`)
  for (; element !== null; element = element.parentElement) {
    const place = places.get(element.id)
    place?.resize(Math.max(0, place.getSize().inPixels + (isLarger ? stepPixels : -stepPixels)))
  }
}
