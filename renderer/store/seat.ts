/** The seat of a class at which this page is, as the class has told it in the page's address. */
interface Seat {
  number: string
  name: string
  /** The trainer looks at the lab of this seat. */
  isLooking: boolean
}

let known: Seat | null | undefined

/** @returns null if the page is at no seat of a class */
export function seatOfPage(): Seat | null {
  known ??= readSeat(window.location.search)
  return known
}

function readSeat(search: string): Seat | null {
  const query = new URLSearchParams(search)
  const number = query.get('seat')
  if (number === null) return null
  return { number, name: query.get('name') ?? '', isLooking: query.has('looking') }
}
