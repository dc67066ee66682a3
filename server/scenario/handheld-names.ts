/** Stands for the name of each handheld in turn, inside a step `each`. */
const placeholder = '$handheld'

/** Puts the handheld of the innermost `each` in the place of `$handheld`. */
export function spell(text: string, handheld: string | null): string {
  return handheld === null ? text : text.replaceAll(placeholder, () => handheld)
}

/** What a text means in turn, inside an `each` over `handhelds`; null: outside every `each`. */
export function spellings(text: string, handhelds: readonly string[] | null): readonly string[] {
  if (handhelds === null || !hasPlaceholder(text)) return [text]
  return text === placeholder ? handhelds : handhelds.map((name) => spell(text, name))
}

/** Whether what it means depends on the handheld of an `each`. */
export function hasPlaceholder(text: string): boolean {
  return text.includes(placeholder)
}

/**
 * Whether a glob means `text`: `*` any characters, `?` exactly one. The time it takes grows with both lengths and no
 * faster, whatever the glob: a regular expression would try every way to share the text among the stars.
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

/** The handhelds of a lab, to be asked again and again. */
export interface Names {
  has(name: string): boolean
  /** @returns the names that a glob means, in their own order */
  matching(glob: string): readonly string[]
}

/** Globs whose answer is kept; a step that is repeated asks for the same ones each time. */
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
