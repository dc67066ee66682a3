/** A scenario has steps; one that lacks them still shows by keys that no lab file has. */
export function isScenario(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  return ['steps', 'lab', 'symptom', 'cause', 'issue', 'source', 'needs'].some((key) => key in input)
}

/** A snapshot says so itself. */
export function isSnapshot(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'bramble' in input
}
