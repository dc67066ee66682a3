import type { Model } from '#contract'

export interface DeviceBody {
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
