/**
 * A subject of the words that is told by code and facts: for each code the function that makes the sentence. `Facts` maps
 * codes to facts, as the contract publishes them; a code without words, or words that use a fact which the code does not
 * have, fail the type check.
 */
export type Sentences<Facts> = { readonly [Code in keyof Facts]: (facts: Facts[Code]) => string }

/** What is told: a code, and the facts that belong to it. */
export interface Told<Facts, Code extends keyof Facts = keyof Facts> {
  readonly code: Code
  readonly facts: Facts[Code]
}

/**
 * The sentence for what was told.
 * @example sentence(wordsOf('en').notices, { code: 'login-failed', facts: { cause: 'no memory' } }) // 'login: no memory'
 */
export function sentence<Facts, Code extends keyof Facts>(
  table: Sentences<Facts>,
  { code, facts }: Told<Facts, Code>,
): string {
  return table[code](facts)
}
