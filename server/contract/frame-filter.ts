import { nearest } from '../base/index.ts'
import {
  filterKeyNamed,
  filterKeys,
  nearestFilterKey,
  protocolNamed,
  type TestCost,
} from './frame-filter-keys.ts'
import { compileFilter, type FilterNode, needsLab } from './frame-filter-tree.ts'
import type { Comparison, FilterContext, FrameTest } from './frame-filter-values.ts'

/**
 * A filter for frames. People write filters in the window and in scenarios in the same language:
 *
 *     REGISTER alice              both words, ignoring case, in protocol, hop, handheld or summaries
 *     "200 OK"                    a phrase
 *     hop:wireless size>2000      a key and a value
 *     -sip, not (tls or ldap)     the others
 *     user:alice gap>5s           frames of a user after a pause among them
 */
export interface FrameFilter {
  test: FrameTest
  /** The costliest of its conditions. */
  cost: TestCost
  /**
   * For a filter that asks for pauses: the test for the frames among which they are measured, which is the filter without them.
   * Null if it does not.
   */
  base: FrameTest | null
  /** It asks for what only the lab knows, see `readable`. */
  needsLab: boolean
  /** Null: the filter has no conditions and matches every frame. */
  tree: FilterNode | null
  problem: null
}

/** A syntax error in a filter. */
export interface FilterProblem {
  /** Column of the error in the filter, from 1. */
  column: number
  /** States what was expected there and what was found. */
  problem: string
}

export const longestFilter = 1_000

export interface FilterOptions extends Partial<FilterContext> {
  /** Replaces placeholders in words and values, such as `$handheld` by a name. */
  spell?: (word: string) => string
}

/**
 * Parses a filter for frames. `problem` of the result is null if the filter is valid.
 * @example
 * const filter = parseFrameFilter('hop:wireless size>2000')
 * if (filter.problem === null) frames.filter((frame) => filter.test(readable(frame, true)))
 * @example parseFrameFilter('(sip') // { column: 1, problem: 'expected ")" to close this "("' }
 */
export function parseFrameFilter(
  text: string,
  { spell = (word) => word, zoneOffsetMs = 0 }: FilterOptions = {},
): FrameFilter | FilterProblem {
  if (text.length > longestFilter) {
    return { column: longestFilter + 1, problem: `expected at most ${longestFilter} characters` }
  }
  if (text.trim() === '') {
    return { test: () => true, cost: 'facts', base: null, needsLab: false, tree: null, problem: null }
  }
  try {
    const context = { zoneOffsetMs }
    const tree = new FilterParser(text, spell, context).parse()
    return { ...compileFilter(tree, context), needsLab: needsLab(tree), tree, problem: null }
  } catch (thrown) {
    if (!(thrown instanceof FilterSyntaxError)) throw thrown
    return { column: thrown.at + 1, problem: thrown.message }
  }
}

class FilterSyntaxError extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

const keyForm = /([A-Za-z][A-Za-z-]*)\s*(==|!=|>=|<=|[:=<>])\s*(>=|<=|==|[<>=])?\s*/y
/** An unknown key directly before its value. Addresses such as `sip:alice@corp.example` are words. */
const strangeKeyForm = /(?!sips?:|tel:|im:|pres:|ldaps?:|https?:)([A-Za-z][A-Za-z-]*):[^\s()":]/iy
const wordForm = /[^\s()"]+/y
const comparisons: Record<string, Comparison> = { '>': '>', '<': '<', '>=': '>=', '<=': '<=' }

/** Recursive descent parser. `or` binds weakest, then `and`, then `not`. Adjacent words are combined by `and`. */
class FilterParser {
  readonly #text: string
  readonly #spell: (word: string) => string
  readonly #context: FilterContext
  #at = 0

  constructor(text: string, spell: (word: string) => string, context: FilterContext) {
    this.#text = text
    this.#spell = spell
    this.#context = context
  }

  parse(): FilterNode {
    const node = this.#either()
    if (this.#rest !== '') this.#fail('expected the end, a word or "or", found ")" that nothing opens')
    return node
  }

  #either(): FilterNode {
    const nodes = [this.#all()]
    while (this.#take(/(or(?![^\s()"])|\|\|)/iy)) nodes.push(this.#all())
    return combined('any', nodes)
  }

  #all(): FilterNode {
    const nodes = [this.#one()]
    for (;;) {
      const isTold = this.#take(/(and(?![^\s()"])|&&)/iy) !== null
      if (!isTold && /^($|\)|or(?![^\s()"])|\|\|)/i.test(this.#rest)) break
      nodes.push(this.#one())
    }
    return combined('all', nodes)
  }

  #one(): FilterNode {
    if (this.#take(/(not(?![^\s()"])|!(?!=)|-(?=\S))/iy)) {
      return { kind: 'not', of: this.#one() }
    }
    const opened = this.#at
    if (this.#take(/\(/y)) {
      const node = this.#either()
      if (!this.#take(/\)/y)) this.#fail('expected ")" to close this "("', opened)
      return node
    }
    if (/^(or|and)(?![^\s()"])|^(\|\||&&)/i.test(this.#rest)) {
      this.#fail(`expected a word before "${/^\S+/.exec(this.#rest)?.[0]}"`)
    }
    return this.#compared() ?? this.#word()
  }

  /** Parses a comparison such as `key:value`. @returns null if there is none */
  #compared(): FilterNode | null {
    this.#skipSpace()
    const start = this.#at
    const [, name = '', operator = '', second] = this.#match(keyForm) ?? []
    const key = filterKeyNamed(name)
    if (!key) {
      const [, strange] = this.#match(strangeKeyForm) ?? []
      if (strange !== undefined) this.#fail(strangeKey(strange))
      return null
    }
    this.#take(keyForm)
    const valueAt = this.#at
    const expected = `expected ${key.explanation}, after "${name}${operator}"`
    const written = this.#value()
    if (written === null) this.#fail(expected)
    const value = this.#spell(written)
    const comparison = comparisons[second ?? operator] ?? '='
    if (!key.test(value, comparison, this.#context)) {
      const isComparable =
        comparison === '=' || key.test(key.sample ?? '1', comparison, this.#context) !== null
      const found = isComparable ? JSON.stringify(written) : JSON.stringify(comparison)
      const guess = isComparable ? nearest(value, key.values) : null
      const hint = guess === null ? '' : `; did you mean "${guess}"?`
      this.#fail(`${expected}; found ${found}${hint}`, isComparable ? valueAt : start)
    }
    const node: FilterNode = { kind: 'key', key: key.name, comparison, value }
    return operator === '!=' ? { kind: 'not', of: node } : node
  }

  /** A word, a phrase in quotes, or both, as in `header:From="alice smith"`. */
  #value(): string | null {
    const phrase = this.#quoted()
    if (phrase !== null) return phrase
    const word = this.#take(wordForm)?.[0]
    if (word === undefined) return null
    return word.endsWith('=') && this.#text[this.#at] === '"' ? word + (this.#quoted() ?? '') : word
  }

  #word(): FilterNode {
    const phrase = this.#quoted()
    if (phrase !== null) return { kind: 'text', text: this.#spell(phrase) }
    const word = this.#take(wordForm)?.[0]
    if (word === undefined) {
      return this.#fail(`expected a word, found ${this.#rest === '' ? 'the end' : '")"'}`)
    }
    const spelt = this.#spell(word)
    const protocol = protocolNamed(spelt)
    return protocol === null ? { kind: 'text', text: spelt } : { kind: 'protocol', protocol }
  }

  #quoted(): string | null {
    const quote = this.#rest[0]
    if (quote !== '"' && quote !== "'") return null
    const end = this.#text.indexOf(quote, this.#at + 1)
    if (end < 0) {
      // An apostrophe may begin a word.
      if (quote === "'") return null
      this.#fail('expected another " to end this phrase')
    }
    const phrase = this.#text.slice(this.#at + 1, end)
    this.#at = end + 1
    return phrase
  }

  /** The rest of the filter, from the next word on. */
  get #rest(): string {
    this.#skipSpace()
    return this.#text.slice(this.#at)
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1
  }

  #match(form: RegExp): RegExpExecArray | null {
    this.#skipSpace()
    form.lastIndex = this.#at
    return form.exec(this.#text)
  }

  #take(form: RegExp): RegExpExecArray | null {
    const found = this.#match(form)
    if (found) this.#at += found[0].length
    return found
  }

  #fail(message: string, at = this.#at): never {
    throw new FilterSyntaxError(at, message)
  }
}

function combined(kind: 'all' | 'any', nodes: readonly FilterNode[]): FilterNode {
  const [only] = nodes
  return only && nodes.length === 1 ? only : { kind, of: nodes }
}

function strangeKey(name: string): string {
  const guess = nearestFilterKey(name)
  if (guess !== null) return `unknown key "${name}"; did you mean "${guess}"?`
  const known = filterKeys.map((key) => key.name).join(', ')
  return `unknown key "${name}"; known: ${known}. Text with a colon stands in quotes`
}
