import { Failure } from '../../base/index.ts'

/** What was done to a lab again did not come to the same. */
export class RestoredDifferently extends Failure {
  /** @param place where in the snapshot, such as `state.handhelds.alice.state` */
  constructor(place: string, expected: unknown, found: unknown) {
    super(
      'restored-differently',
      `the lab cannot be restored: it goes another way than the snapshot at ${place}: expected ${inShort(expected)}, found ${inShort(found)}`,
      {
        remedy: 'Another version of Bramble may have taken the snapshot: take it anew with this one.',
      },
    )
  }
}

function inShort(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
