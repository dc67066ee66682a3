import { Failure } from '../../base/index.ts'

/** Replaying the history of a snapshot gave another state than the snapshot has. */
export class RestoredDifferently extends Failure<'restored-differently'> {
  /** @param place path in the snapshot, such as `state.handhelds.alice.state` */
  constructor(place: string, expected: unknown, found: unknown) {
    super('restored-differently', { place, expected: inShort(expected), found: inShort(found) })
  }
}

function inShort(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
