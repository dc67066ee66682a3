/**
 * How many steps a backtracking matcher takes for a regular expression, counted by one that does as V8's does: it tries each
 * start in turn, and at each start the alternatives in order. V8 itself does not tell.
 */
export interface RegExpRun {
  readonly steps: number
  /** Where the match begins and ends, null where there is none. */
  readonly match: readonly [start: number, end: number] | null
}

type Instruction =
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'look'
      readonly program: readonly Instruction[]
      readonly back: boolean
      readonly negative: boolean
    }

/** What takes longer than this is no longer counted. */
const enoughSteps = 1e8

const programs = new Map<string, readonly Instruction[]>()

/** @throws Error for syntax that it does not know: teach it, since what is not counted is not proved */
export function countSteps(expression: RegExp, text: string, from: number): RegExpRun {
  const program = compiled(expression)
  const count = { steps: 0 }
  const characterAt = expression.unicode ? wholeCharacterAt : unitAt
  const lastStart = expression.sticky ? from : text.length
  for (let start = from; start <= lastStart; start += Math.max(1, characterAt(text, start).length)) {
    const end = run(program, { text, characterAt, count }, start)
    if (end !== null) return { steps: count.steps, match: [start, end] }
    if (count.steps > enoughSteps) break
  }
  return { steps: count.steps, match: null }
}

const unitAt = (text: string, index: number) => text.charAt(index)

/** Of flag u: a pair of surrogates is one character. */
function wholeCharacterAt(text: string, index: number): string {
  const code = text.codePointAt(index)
  return code === undefined ? '' : String.fromCodePoint(code)
}

interface Reading {
  readonly text: string
  characterAt(text: string, index: number): string
  readonly count: { steps: number }
}

function run(program: readonly Instruction[], reading: Reading, start: number): number | null {
  const { text, characterAt, count } = reading
  const untried = [0, start]
  while (untried.length > 0 && count.steps <= enoughSteps) {
    let position = untried.pop() ?? 0
    let index = untried.pop() ?? 0
    for (;;) {
      count.steps += 1
      const instruction = program[index]
      if (instruction === undefined) return position
      if (instruction.kind === 'jump') index = instruction.to
      else if (instruction.kind === 'split') {
        untried.push(instruction.second, position)
        index = instruction.first
      } else {
        if (!holds(instruction, reading, position)) break
        if (instruction.kind === 'character') position += characterAt(text, position).length
        index += 1
      }
    }
  }
  return null
}

function holds(
  instruction: Exclude<Instruction, { kind: 'jump' | 'split' }>,
  reading: Reading,
  position: number,
): boolean {
  const { text, characterAt } = reading
  switch (instruction.kind) {
    case 'character':
      return position < text.length && instruction.matches(characterAt(text, position))
    case 'start':
      return position === 0
    case 'end':
      return position === text.length
    case 'look': {
      const start = instruction.back ? position - 1 : position
      const isThere = start >= 0 && run(instruction.program, reading, start) !== null
      return isThere !== instruction.negative
    }
  }
}

function compiled(expression: RegExp): readonly Instruction[] {
  const { source, flags } = expression
  const key = `${flags}/${source}`
  const known = programs.get(key)
  if (known) return known
  if (/[mv]/.test(flags)) throw new Error(`nobody counts the steps of a regular expression of flags ${flags}`)
  const compiler = new Compiler(source, flags.replace(/[dgy]/g, ''))
  const program = compiler.alternatives()
  compiler.mustBeAtEnd()
  programs.set(key, program)
  return program
}

/** Each part becomes instructions of its own, moved to their place where they are put together. */
class Compiler {
  readonly #source: string
  readonly #flags: string
  #at = 0

  constructor(source: string, flags: string) {
    this.#source = source
    this.#flags = flags
  }

  mustBeAtEnd(): void {
    if (this.#at < this.#source.length) throw this.#unknown()
  }

  alternatives(): Instruction[] {
    let first = this.#sequence()
    while (this.#take('|')) {
      const second = this.#sequence()
      first = [
        { kind: 'split', first: 1, second: first.length + 2 },
        ...moved(first, 1),
        { kind: 'jump', to: first.length + second.length + 2 },
        ...moved(second, first.length + 2),
      ]
    }
    return first
  }

  #sequence(): Instruction[] {
    let made: Instruction[] = []
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      made = [...made, ...moved(this.#repeated(this.#atom()), made.length)]
    }
    return made
  }

  #atom(): Instruction[] {
    if (this.#take('^')) return [{ kind: 'start' }]
    if (this.#take('$')) return [{ kind: 'end' }]
    if (this.#take('(')) return this.#group()
    const atom =
      /^(?:\[(?:[^\]\\]|\\.)*\]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[up]\{[^}]+\}|\\[^bBk1-9]|[^\\])/.exec(
        this.#source.slice(this.#at),
      )?.[0]
    if (atom === undefined) throw this.#unknown()
    this.#at += atom.length
    const alone = new RegExp(`^${atom}$`, this.#flags)
    const known = new Map<string, boolean>()
    const matches = (character: string) => {
      const before = known.get(character)
      if (before !== undefined) return before
      const does = alone.test(character)
      known.set(character, does)
      return does
    }
    return [{ kind: 'character', matches }]
  }

  #group(): Instruction[] {
    const look = /^\?(<?)([=!])/.exec(this.#source.slice(this.#at))
    if (look) this.#at += look[0].length
    else if (!this.#take('?:') && this.#source.charAt(this.#at) === '?') throw this.#unknown()
    const program = this.alternatives()
    if (!this.#take(')')) throw this.#unknown()
    if (!look) return program
    // Looking back is known for a single character only.
    if (look[1] === '<' && (program.length !== 1 || program[0]?.kind !== 'character')) throw this.#unknown()
    return [{ kind: 'look', program, back: look[1] === '<', negative: look[2] === '!' }]
  }

  #repeated(atom: Instruction[]): Instruction[] {
    const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.#source.slice(this.#at))
    if (!found) return atom
    this.#at += found[0].length
    const isLazy = this.#take('?')
    const [sign, low = '0', comma, high = ''] = found
    const least = sign === '+' ? 1 : Number(low)
    const most = sign === '?' ? 1 : comma === '' ? least : high === '' ? null : Number(high)
    let made: Instruction[] = []
    const append = (more: Instruction[]) => {
      made = [...made, ...moved(more, made.length)]
    }
    for (let count = 0; count < least; count += 1) append(atom)
    if (most === null) append([...this.#maybe(atom, isLazy, 1), { kind: 'jump', to: 0 }])
    else for (let count = least; count < most; count += 1) append(this.#maybe(atom, isLazy, 0))
    return made
  }

  /** @param behind how many instructions follow that are left out too where the atom is */
  #maybe(atom: Instruction[], isLazy: boolean, behind: number): Instruction[] {
    const [within, without] = [1, atom.length + 1 + behind]
    const [first, second] = isLazy ? [without, within] : [within, without]
    return [{ kind: 'split', first, second }, ...moved(atom, 1)]
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #unknown(): Error {
    return new Error(`nobody counts the steps of /${this.#source}/, from character ${this.#at} on`)
  }
}

function moved(instructions: readonly Instruction[], by: number): Instruction[] {
  return instructions.map((instruction) => {
    if (instruction.kind === 'jump') return { ...instruction, to: instruction.to + by }
    if (instruction.kind === 'split') {
      return { ...instruction, first: instruction.first + by, second: instruction.second + by }
    }
    return instruction
  })
}
