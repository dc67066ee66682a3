import type { FrameView } from '#contract'

/** A lifeline: a handheld, or a part of the lab. */
export interface Lane {
  /** `handheld NAME`, or the id of the part. */
  id: string
  label: string
  /** A second line, such as a port. */
  note: string
}

/** A frame, drawn from the lane that sent it to the lane that received it. */
export interface Arrow {
  readonly kind: 'arrow'
  readonly id: string
  readonly at: number
  readonly frame: FrameView
  readonly from: string
  readonly to: string
  /** A lane that only passes it on: the wireless network. */
  readonly via: string | null
  readonly isRefusal: boolean
  /** Whether the same packet has crossed before. */
  readonly isRepeat: boolean
}

/**
 * How a note looks. `decision`: the service decided it. `progress`: a step that decides nothing. `passed`: a branch that did not
 * apply. `change`: somebody changed a setting or a condition.
 */
export type Tone =
  | 'decision'
  | 'progress'
  | 'passed'
  | 'refused'
  | 'accepted'
  | 'ended'
  | 'broken'
  | 'mended'
  | 'change'
  | 'warning'

/** Something that happened and is no frame: above all a decision of the service. */
export interface Note {
  readonly kind: 'note'
  readonly id: string
  readonly at: number
  /** Notes of the same millisecond happened in this order. */
  readonly order: number
  /** The lanes that it is about, from the one where it happened. */
  readonly lanes: readonly [string, ...string[]]
  readonly tone: Tone
  readonly entries: readonly NoteEntry[]
  /** The login and the step that decided it. */
  readonly flow: string | null
  readonly step: string | null
}

export interface NoteEntry {
  /** Such as `4a`. */
  tag: string | null
  title: string | null
  text: string
}

export type Item = Arrow | Note

/** The lane of all handhelds that have none of their own. */
export const otherHandhelds = 'handhelds'

export function laneOfHandheld(name: string): string {
  return `handheld ${name}`
}
