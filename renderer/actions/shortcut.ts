/** Keys pressed together. `mod` is Ctrl, and Command on a Mac. */
export interface Shortcut {
  /** As `KeyboardEvent.key` has it; letters are lower-case. */
  readonly key: string
  readonly mod?: boolean
  readonly shift?: boolean
  /** Browsers keep these keys for themselves, so that they work in the desktop app only. */
  readonly isAppOnly?: boolean
  /** The key writes something, so that it counts only where nobody is typing. */
  readonly isText?: boolean
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

export function matches(shortcut: Shortcut, press: Press, isTyping: boolean): boolean {
  const { key, mod = false, shift = false, isText = false } = shortcut
  if (isText) return press.key === key && !isTyping && !press.ctrlKey && !press.metaKey && !press.altKey
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === mod &&
    press.shiftKey === shift &&
    !press.altKey
  )
}

/** The keys as people read them: `['Ctrl', 'K']`. */
export function keysOf({ key, mod, shift }: Shortcut, isMac: boolean): string[] {
  return [...(mod ? [isMac ? '⌘' : 'Ctrl'] : []), ...(shift ? ['Shift'] : []), capitalized(key)]
}

/** The keys as Electron writes them: `CmdOrCtrl+K`. */
export function acceleratorOf({ key, mod, shift }: Shortcut): string {
  return [...(mod ? ['CmdOrCtrl'] : []), ...(shift ? ['Shift'] : []), capitalized(key)].join('+')
}

function capitalized(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key
}
