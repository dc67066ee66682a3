/**
 * How wide text is, in parts of its size. Reckoned rather than measured, so that the picture is the same on the screen, in each export
 * and in tests; and rather too wide than too narrow, so that text fits where the font is another.
 */

const narrow = /[iljtfrI.,:;'’|!()[\]{}/\\`· -]/
const wide = /[mwMW@%—…⟨⟩→]/

/** Widths by character: the same few hundred characters make all of the text. */
const known = new Map<string, number>()

function widthOfCharacter(character: string): number {
  const width = known.get(character)
  if (width !== undefined) return width
  const made = reckoned(character)
  if (known.size < 2_000) known.set(character, made)
  return made
}

function reckoned(character: string): number {
  if (/\p{Mn}/u.test(character)) return 0
  if ((character.codePointAt(0) ?? 0) >= 0x1100) return wide.test(character) ? 0.9 : 1.05
  if (narrow.test(character)) return 0.33
  if (wide.test(character)) return 0.92
  return /[\p{Lu}\d_<>=+]/u.test(character) ? 0.68 : 0.58
}

/** @param weight of the font, such as 600 */
export function textWidth(text: string, size: number, weight = 450): number {
  let sum = 0
  for (const character of text) sum += widthOfCharacter(character)
  return sum * size * (weight >= 600 ? 1.05 : 1)
}

/** The text, or as much of it as fits, with an ellipsis. Never cuts a character in two. */
export function fitted(text: string, width: number, size: number, weight = 450): string {
  if (textWidth(text, size, weight) <= width) return text
  let kept = ''
  let used = textWidth('…', size, weight)
  for (const character of text) {
    used += textWidth(character, size, weight)
    if (used > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** The text in lines that fit, broken at spaces where it can be. The last of them is cut if there would be more. */
export function wrapped(
  text: string,
  width: number,
  size: number,
  mostLines: number,
  weight = 450,
): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidth(longer, size, weight) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  lines.push(line)
  const shown = lines.slice(0, mostLines)
  const rest = lines.slice(mostLines - 1).join(' ')
  if (lines.length > mostLines) shown[mostLines - 1] = rest
  return shown.map((one) => fitted(one, width, size, weight))
}
