import {
  anywhere,
  type Comparison,
  type FrameCondition,
  filterKeyNamed,
  filterKeys,
  nearestFilterKey,
  type TestCost,
  wordTest,
} from './frame-filter-keys.ts'

/**
 * A filter for frames. People write filters in the window and in scenarios in the same language:
 *
 *     REGISTER alice              both words, ignoring case, in protocol, hop, handheld or summaries
 *     "200 OK"                    a phrase
 *     hop:wireless size>2000      a key and a value
 *     -sip, not (tls or ldap)     the others
 */
export interface FrameFilter {
  test: FrameCondition['test']
  /** The filter has no conditions and matches every frame. */
  isEmpty: boolean
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

/**
 * Parses a filter for frames. `problem` of the result is null if the filter is valid.
 * @param spell replaces placeholders in words and values, such as `$handheld` by a name
 * @example
 * const filter = parseFrameFilter('hop:wireless size>2000')
 * if (filter.problem === null) frames.filter((frame) => filter.test(readable(frame, true)))
 * @example parseFrameFilter('(sip') // { column: 1, problem: 'expected ")" to close this "("' }
 */
export function parseFrameFilter(text: string, spell = (word: string) => word): FrameFilter | FilterProblem {
  if (text.length > longestFilter) {
    return { column: longestFilter + 1, problem: `expected at most ${longestFilter} characters` }
  }
  if (text.trim() === '') return { test: () => true, isEmpty: true, problem: null }
  try {
    const { test } = new FilterParser(text, spell).parse()
    return { test, isEmpty: false, problem: null }
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
  #at = 0

  constructor(text: string, spell: (word: string) => string) {
    this.#text = text
    this.#spell = spell
  }

  parse(): FrameCondition {
    const condition = this.#either()
    if (this.#rest !== '') this.#fail('expected the end, a word or "or", found ")" that nothing opens')
    return condition
  }

  #either(): FrameCondition {
    const conditions = [this.#all()]
    while (this.#take(/(or(?![^\s()"])|\|\|)/iy)) conditions.push(this.#all())
    return combine(conditions, true)
  }

  #all(): FrameCondition {
    const conditions = [this.#one()]
    for (;;) {
      const isTold = this.#take(/(and(?![^\s()"])|&&)/iy) !== null
      if (!isTold && /^($|\)|or(?![^\s()"])|\|\|)/i.test(this.#rest)) break
      conditions.push(this.#one())
    }
    return combine(conditions, false)
  }

  #one(): FrameCondition {
    if (this.#take(/(not(?![^\s()"])|!(?!=)|-(?=\S))/iy)) {
      return not(this.#one())
    }
    const opened = this.#at
    if (this.#take(/\(/y)) {
      const condition = this.#either()
      if (!this.#take(/\)/y)) this.#fail('expected ")" to close this "("', opened)
      return condition
    }
    if (/^(or|and)(?![^\s()"])|^(\|\||&&)/i.test(this.#rest)) {
      this.#fail(`expected a word before "${/^\S+/.exec(this.#rest)?.[0]}"`)
    }
    return this.#compared() ?? this.#word()
  }

  /** Parses a comparison such as `key:value`. @returns null if there is none */
  #compared(): FrameCondition | null {
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
    const value = this.#quoted() ?? this.#take(wordForm)?.[0]
    if (value === undefined) this.#fail(expected)
    const comparison = comparisons[second ?? operator] ?? '='
    const test = key.test(this.#spell(value), comparison)
    if (!test) {
      const isComparable = comparison === '=' || key.test('1', comparison) !== null
      const found = isComparable ? JSON.stringify(value) : JSON.stringify(comparison)
      this.#fail(`${expected}; found ${found}`, isComparable ? valueAt : start)
    }
    const condition = { test, cost: key.cost }
    return operator === '!=' ? not(condition) : condition
  }

  #word(): FrameCondition {
    const phrase = this.#quoted()
    if (phrase !== null) return anywhere(this.#spell(phrase))
    const word = this.#take(wordForm)?.[0]
    if (word !== undefined) return wordTest(this.#spell(word))
    return this.#fail(`expected a word, found ${this.#rest === '' ? 'the end' : '")"'}`)
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

function not({ test, cost }: FrameCondition): FrameCondition {
  return { test: (frame) => !test(frame), cost }
}

const costs: readonly TestCost[] = ['facts', 'summary', 'words']

/**
 * Combines conditions, the cheapest first: usually it decides alone.
 * @param isEither whether one of the conditions is enough
 */
function combine(conditions: readonly FrameCondition[], isEither: boolean): FrameCondition {
  const sorted = conditions.toSorted((one, other) => costs.indexOf(one.cost) - costs.indexOf(other.cost))
  const dearest = sorted.at(-1)
  if (!dearest || sorted.length === 1) return dearest ?? { test: () => !isEither, cost: 'facts' }
  return {
    cost: dearest.cost,
    test(frame) {
      for (const { test } of sorted) if (test(frame) === isEither) return isEither
      return !isEither
    },
  }
}

function strangeKey(name: string): string {
  const guess = nearestFilterKey(name)
  if (guess !== null) return `unknown key "${name}"; did you mean "${guess}"?`
  const known = filterKeys.map((key) => key.name).join(', ')
  return `unknown key "${name}"; known: ${known}. Text with a colon stands in quotes`
}
