import type { Model } from '#contract'

/** The keyboards of the models, and what their keys write. The second legends are those of the Bold 9900. */

interface DeviceBody {
  /** The keyboard's rows, each key by its legend; none for a device whose keyboard is slid in. */
  keyRows: readonly (readonly string[])[]
  /** A trackball instead of a trackpad. */
  hasBall: boolean
}

const letters = [
  [...'qwertyuiop'],
  [...'asdfghjkl', '⌫'],
  ['alt', ...'zxcvbnm', '⏎'],
  ['⇧', '0', ' ', 'sym', '$'],
]

/** What sets one model's body apart from another's; sizes and colours are in device.css. */
export const bodyOf: Record<Model, DeviceBody> = {
  'bold-9900': { keyRows: letters, hasBall: false },
  'curve-8520': { keyRows: letters, hasBall: false },
  'pearl-8100': {
    keyRows: [
      ['qw', 'er', 'ty', 'ui', 'op'],
      ['as', 'df', 'gh', 'jk', 'l'],
      ['zx', 'cv', 'bn', 'm', '⌫'],
      ['alt', '*', ' ', '#', '⏎'],
    ],
    hasBall: true,
  },
  'torch-9800': { keyRows: [], hasBall: false },
}

/** What a letter's key writes after Alt. */
const seconds: Readonly<Record<string, string>> = {
  ...{ q: '#', w: '1', e: '2', r: '3', t: '(', y: ')', u: '_', i: '-', o: '+', p: '@' },
  ...{ a: '*', s: '4', d: '5', f: '6', g: '/', h: ':', j: ';', k: "'", l: '"' },
  ...{ z: '7', x: '8', c: '9', v: '?', b: '!', n: ',', m: '.' },
}

export type Modifier = 'shift' | 'alt'

/** The modifier that a key holds for the next one; null: it is none. Sym opens the same characters as Alt. */
export function modifierOf(legend: string): Modifier | null {
  if (legend === '⇧') return 'shift'
  return legend === 'alt' || legend === 'sym' ? 'alt' : null
}

/** The small legend above the large one; empty where a key has none, or has two letters already. */
export function secondLegend(legend: string): string {
  return seconds[legend] ?? ''
}

/**
 * What a key writes.
 * @param presses how often it has been pressed in a row: a key of two letters alternates between them
 */
export function textOf(legend: string, modifier: Modifier | null, presses: number): string {
  const letter = legend[presses % legend.length] ?? legend
  if (modifier === 'alt') return seconds[letter] ?? letter
  return modifier === 'shift' ? letter.toUpperCase() : letter
}

const named: Readonly<Record<string, string>> = {
  Enter: '⏎',
  Backspace: '⌫',
  Shift: '⇧',
  Alt: 'alt',
  Escape: 'back',
}

/** Whether a key of the drawn keyboard is the one that was pressed on the real one. */
export function isKeyFor(legend: string, pressed: string): boolean {
  const key = pressed.length === 1 ? pressed.toLowerCase() : named[pressed]
  if (key === undefined) return false
  if (legend === key) return true
  return (
    pressed.length === 1 &&
    modifierOf(legend) === null &&
    [...legend].some((one) => one === key || seconds[one] === key)
  )
}
