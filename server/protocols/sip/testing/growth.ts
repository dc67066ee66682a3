import { Session } from 'node:inspector'
import { countSteps } from './regexp-steps.ts'

/**
 * How many times as much work code does for an input of eight times the size: about 8 for linear code, 64 for quadratic code.
 * Work is counted, not timed, so it is the same on every machine:
 *
 * - V8 counts how often each block of the code runs ({@link countBlocks});
 * - a call of a built-in function counts as the number of characters, bytes or elements that it reads ({@link looks});
 * - regular expressions count as the steps of a backtracking matcher ({@link countSteps}).
 *
 * Not counted: copying by `+` of strings and by `{ ...object }`, and `isUtf8`.
 */
export function growth(blocks: BlockCount, run: (size: number) => void, size: number): number {
  // The first run is not counted: it compiles and caches.
  run(size)
  const small = work(blocks, () => run(size))
  return work(blocks, () => run(8 * size)) / small
}

/** A limit between 8 and 64. Code that is linear, or n log n, stays below 10. */
export const linear = 12

function work(blocks: BlockCount, run: () => void): number {
  blocks.reset()
  const looked = countLooks(run)
  const ran = blocks.reset()
  if (ran === 0) throw new Error('no block of the measured code ran')
  return ran + looked
}

/** Counts how often blocks of code ran. */
export interface BlockCount {
  /** @returns how often blocks ran since the last call */
  reset(): number
}

/**
 * Counts blocks of modules that are loaded from now on, since V8 compiles the counters in.
 * @param folder part of the paths of the measured modules
 */
export function countBlocks(folder: string): BlockCount {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    reset() {
      let count = 0
      session.post('Profiler.takePreciseCoverage', (error, { result }) => {
        if (error) throw error
        for (const { url, functions } of result) {
          if (!url.includes(folder) || url.includes('/testing/') !== folder.includes('/testing/')) continue
          for (const { ranges } of functions) for (const range of ranges) count += range.count
        }
      })
      return count
    },
  }
}

/** What a call costs beyond the call itself. */
type Cost = (self: unknown, args: readonly unknown[], result: unknown) => number

const made: Cost = (_self, _args, result) => size(result)
const readAndMade: Cost = (self, _args, result) => size(self) + size(result)
const given: Cost = (_self, [argument]) => size(argument)
const searched: Cost = (self, [sought, from], found) => {
  const start = typeof from === 'number' ? from : 0
  const end = typeof found === 'number' && found >= 0 ? found : size(self)
  return Math.max(0, end - start) + size(sought)
}
const oneStep: Cost = () => 1

const looks: readonly (readonly [owner: object, cost: Cost, names: readonly PropertyKey[]])[] = [
  [String.prototype, made, ['slice', 'substring', 'repeat', 'padStart', 'padEnd', 'concat']],
  [String.prototype, searched, ['indexOf', 'includes', 'search']],
  [String.prototype, given, ['startsWith', 'endsWith']],
  [String.prototype, readAndMade, ['lastIndexOf', 'split', 'replace', 'replaceAll', 'match', 'matchAll']],
  [
    String.prototype,
    readAndMade,
    ['toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'normalize'],
  ],
  [Array.prototype, made, ['slice', 'concat', 'fill']],
  [Array.prototype, searched, ['indexOf', 'includes', 'findIndex']],
  [Array.prototype, readAndMade, ['map', 'filter', 'find', 'some', 'every', 'forEach', 'reduce', 'join']],
  [Array.prototype, readAndMade, ['flat', 'flatMap', 'reverse', 'sort', 'splice', 'shift', 'unshift']],
  [Array, made, ['from', 'of']],
  [Object, made, ['keys', 'values', 'entries', 'fromEntries', 'assign']],
  // Spreading or destructuring an array, a map or a set calls next too.
  ...[[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator]()].map(
    (iterator) => [Object.getPrototypeOf(iterator), oneStep, ['next']] as const,
  ),
  [Object.getPrototypeOf(Uint8Array.prototype), searched, ['indexOf', 'includes', 'findIndex']],
  [Object.getPrototypeOf(Uint8Array.prototype), given, ['set']],
  [Object.getPrototypeOf(Uint8Array.prototype), made, ['slice', 'map', 'filter', 'fill']],
  [Buffer, made, ['concat', 'from', 'alloc', 'allocUnsafe']],
  [Buffer.prototype, searched, ['indexOf', 'includes']],
  [Buffer.prototype, made, ['toString', 'fill']],
  [Buffer.prototype, (_self, _args, copied) => Number(copied), ['copy']],
  [Buffer.prototype, readAndMade, ['equals', 'compare', 'write']],
  [globalThis, given, ['decodeURIComponent', 'encodeURIComponent', 'Number', 'parseInt']],
  [JSON, readAndMade, ['stringify', 'parse']],
]

function size(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (ArrayBuffer.isView(value)) return value.byteLength
  return typeof value === 'number' ? Math.min(value, 1) : 0
}

/** @returns how many characters, bytes and elements the built-in functions read during `run` */
function countLooks(run: () => void): number {
  let count = 0
  let isCounting = false
  const restorers: (() => void)[] = []
  const watch = (owner: object, name: PropertyKey, cost: Cost) => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name)
    const original: unknown = descriptor?.value
    if (!descriptor || typeof original !== 'function') return
    function watched(this: unknown, ...args: unknown[]): unknown {
      if (!isCounting) return Reflect.apply(Object(original), this, args)
      const result: unknown = Reflect.apply(Object(original), this, args)
      isCounting = false
      count += cost(this, args, result)
      isCounting = true
      return result
    }
    Object.defineProperty(owner, name, { ...descriptor, value: watched })
    restorers.push(() => Object.defineProperty(owner, name, descriptor))
  }
  for (const [owner, cost, names] of looks) for (const name of names) watch(owner, name, cost)
  // Read lastIndex before the expression runs, since running it changes lastIndex.
  const exec = RegExp.prototype.exec
  RegExp.prototype.exec = function (text) {
    if (!isCounting) return exec.call(this, text)
    isCounting = false
    try {
      const from = this.global || this.sticky ? this.lastIndex : 0
      const { steps, match } = countSteps(this, text, from)
      const found = exec.call(this, text)
      if (found?.index !== match?.[0] || found?.[0].length !== (match ? match[1] - match[0] : undefined)) {
        throw new Error(`${this} was counted wrong: it matches elsewhere`)
      }
      count += steps
      return found
    } finally {
      isCounting = true
    }
  }
  restorers.push(() => {
    RegExp.prototype.exec = exec
  })
  try {
    isCounting = true
    run()
  } finally {
    isCounting = false
    for (const restore of restorers) restore()
  }
  return count
}
