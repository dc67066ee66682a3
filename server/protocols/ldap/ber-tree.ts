import type { ByteRange } from '#contract'

/** Where one BER element stands: its tag and length, and then its content. */
export interface BerPlace {
  tag: number
  /** All of it. */
  range: ByteRange
  content: ByteRange
}

/** The elements that stand one after another in a part of the bytes, as far as they can be read. */
export function berPlaces(bytes: Uint8Array, { start, end }: ByteRange): BerPlace[] {
  const places: BerPlace[] = []
  let at = start
  while (at < end) {
    const place = placeAt(bytes, at, end)
    if (place === null) return places
    places.push(place)
    at = place.range.end
  }
  return places
}

function placeAt(bytes: Uint8Array, at: number, limit: number): BerPlace | null {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return null
  const more = first < 0x80 ? 0 : first - 0x80
  // RFC 4511 section 5.1 allows the definite form only; four bytes of length are more than any message has.
  if (first === 0x80 || more > 4) return null
  let length = more === 0 ? first : 0
  for (const byte of bytes.subarray(at + 2, at + 2 + more)) length = length * 256 + byte
  const start = at + 2 + more
  const end = start + length
  return end > limit ? null : { tag, range: { start: at, end }, content: { start, end } }
}
