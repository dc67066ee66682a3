import { partsOf } from '../words/visible-text.ts'

/** Text from outside is no longer than this in a picture. */
const longest = 400
/** Halves of characters, which no document may contain. */
const loneSurrogates = /\p{Surrogate}/gu

/**
 * Text of people and of peers, made safe for a picture: one line, in which characters that would turn the text around, hide in it, or
 * are forbidden in XML, are shown by their names.
 * @example plainText('live\u202egnp.exe') // 'live⟨RLO⟩gnp.exe'
 */
export function plainText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return partsOf(cut.replace(loneSurrogates, '\ufffd').replace(/[\t\n\r\v\f\s]+/g, ' '))
    .map((part) => (part.codePoint === null ? part.text : `⟨${part.text}⟩`))
    .join('')
    .replace(/[\ufffe\uffff]/g, '\ufffd')
}
