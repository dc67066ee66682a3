import type { FrameView } from '#contract'

/** A value as the filter of the traffic reads it back: in quotes where it would end too early. */
export function filterValue(value: string): string {
  return /^[^\s"()]+$/.test(value) ? value : `"${value.replaceAll('"', ' ')}"`
}

/** A filter that finds frames like this one. */
export function frameFilter({ handheld, openedSummary, protocol }: FrameView): string {
  return [
    `protocol:${protocol}`,
    ...(handheld === null ? [] : [`handheld:${filterValue(handheld)}`]),
    `"${openedSummary.replaceAll('"', ' ')}"`,
  ].join(' ')
}
