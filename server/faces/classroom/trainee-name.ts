import { lessonLimits } from '#contract'
import { printableLine } from '../../base/index.ts'
import type { Seat } from './seat.ts'

/** A name as it was typed, in one line of limited length. @returns null if there is nothing to be seen in it */
export function readName(typed: string): string | null {
  const name = [...printableLine(typed.normalize('NFC'))].slice(0, longestName).join('').trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : null
}

/** Leaves room for the number of the seat. */
const longestName = lessonLimits.trainee - 10

/** Whether two names are those of one person: letters count, not how they were typed. */
export function isSameName(one: string, other: string): boolean {
  return keyOf(one) === keyOf(other)
}

/** Results are kept by name, so a second Anna gets the number of her seat. */
export function nameAtSeat(name: string, seat: Seat, seats: readonly Seat[]): string {
  const isTaken = seats.some(
    (other) =>
      other !== seat &&
      [other.name, ...[...other.attempts.values()].map(({ trainee }) => trainee)].some(
        (known) => known !== null && isSameName(known, name),
      ),
  )
  return isTaken ? `${name} (${seat.number})` : name
}

function keyOf(name: string): string {
  return name.normalize('NFKC').toLocaleLowerCase('en').replace(/\s+/g, ' ').trim()
}
