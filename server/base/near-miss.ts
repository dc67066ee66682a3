/** @returns the candidate that `word` probably misspells or abbreviates, or null if no candidate is close enough */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const longestDistance = Math.max(1, Math.floor(word.length / 3))
  let best: string | null = null
  let bestDistance = longestDistance + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best ?? candidates.find((candidate) => isAbbreviation(word, candidate)) ?? null
}

/** Whether each part of a name begins a part of another, in order: `maxSessions` for `maximumSessions`. */
function isAbbreviation(word: string, candidate: string): boolean {
  const [short, long] = [partsOf(word), partsOf(candidate)]
  if (short.length < 2 || short.length !== long.length) return false
  return short.every((part, index) => part.length >= 3 && long[index]?.startsWith(part))
}

function partsOf(name: string): string[] {
  return name.split(/(?=[A-Z])|[-_]/).map((part) => part.toLowerCase())
}

/** The number of letters to insert, delete, replace, or swap with their neighbour (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const isEqual = left[row - 1] === right[column - 1]
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isEqual ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? Number.POSITIVE_INFINITY) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = current
  }
  return last[right.length] ?? 0
}
