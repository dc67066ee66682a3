/** A value as the filter of the traffic reads it back: in quotes where it would end too early. */
export function filterValue(value: string): string {
  return /^[^\s"()]+$/.test(value) ? value : `"${value.replaceAll('"', ' ')}"`
}
