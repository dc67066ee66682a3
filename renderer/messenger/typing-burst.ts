/** Invented: the original's client tells of typing too; how soon it stops is not public. */
const quietMs = 5_000

export interface TypingBurst {
  keystroke(): void
  /** It was sent, emptied or left. */
  end(): void
}

/** Tells once that somebody types, and once that they stopped: after five seconds without a key, or at the end. */
export function typingBurst(tell: (isTyping: boolean) => void): TypingBurst {
  let timer: ReturnType<typeof setTimeout> | undefined

  function end() {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    tell(false)
  }

  return {
    keystroke() {
      if (timer === undefined) tell(true)
      clearTimeout(timer)
      timer = setTimeout(end, quietMs)
    },
    end,
  }
}
