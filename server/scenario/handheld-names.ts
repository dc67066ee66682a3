/** The placeholder for the name of each handheld in turn, inside a step `each`. */
const placeholder = '$handheld'

/** Replaces `$handheld` by the handheld of the innermost `each`. */
export function fillInHandheld(text: string, handheld: string | null): string {
  return handheld === null ? text : text.replaceAll(placeholder, () => handheld)
}

/** Every text that `text` stands for inside an `each` over `handhelds`. @param handhelds null: outside every `each` */
export function spellings(text: string, handhelds: readonly string[] | null): readonly string[] {
  if (handhelds === null || !hasPlaceholder(text)) return [text]
  return text === placeholder ? handhelds : handhelds.map((name) => fillInHandheld(text, name))
}

/** Whether the text contains `$handheld`. */
export function hasPlaceholder(text: string): boolean {
  return text.includes(placeholder)
}

/**
 * Whether a glob matches `text`: `*` stands for any characters, `?` for exactly one. Takes time in proportion to the product of
 * both lengths at most; a regular expression with several stars could take exponential time.
 */
export function isMatch(glob: string, text: string): boolean {
  const wanted = [...glob]
  const found = [...text]
  let at = 0
  let star = -1
  let resumeAt = 0
  let next = 0
  while (at < found.length) {
    if (wanted[next] === '*') {
      star = next
      resumeAt = at
      next += 1
    } else if (wanted[next] !== undefined && (wanted[next] === '?' || wanted[next] === found[at])) {
      at += 1
      next += 1
    } else if (star >= 0) {
      resumeAt += 1
      at = resumeAt
      next = star + 1
    } else {
      return false
    }
  }
  return wanted.slice(next).every((one) => one === '*')
}

/** The names of a lab's handhelds, for many look-ups. */
export interface Names {
  has(name: string): boolean
  /** @returns the names that a glob matches, in the order of the lab */
  matching(glob: string): readonly string[]
}

/** Globs whose matches are cached: a repeated step asks for the same ones each time. */
const mostKeptGlobs = 100

export function namesOf(all: readonly string[]): Names {
  const known = new Set(all)
  const kept = new Map<string, readonly string[]>()
  return {
    has: (name) => known.has(name),
    matching(glob) {
      if (!/[*?]/.test(glob)) return known.has(glob) ? [glob] : []
      const answer = kept.get(glob) ?? [...known].filter((name) => isMatch(glob, name))
      if (kept.size < mostKeptGlobs) kept.set(glob, answer)
      return answer
    },
  }
}
