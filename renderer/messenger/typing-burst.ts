/** Invented: the original's client tells of typing too; how soon it stops is not public. */
const quietMs = 5_000

export interface TypingBurst {
  keystroke(): void
  /** What was typed was emptied or left. */
  end(): void
  /** What was typed was sent, which says by itself that the typing is over. */
  sent(): void
}

/**
 * Tells that somebody types, again every five seconds as long as they go on, and that they stopped: after five seconds
 * without a key, or at the end.
 */
export function typingBurst(tell: (isTyping: boolean) => void): TypingBurst {
  let quiet: ReturnType<typeof setTimeout> | undefined
  let renewal: ReturnType<typeof setTimeout> | undefined

  function sent() {
    clearTimeout(quiet)
    clearTimeout(renewal)
    quiet = undefined
    renewal = undefined
  }

  function end() {
    if (quiet === undefined) return
    sent()
    tell(false)
  }

  return {
    keystroke() {
      clearTimeout(quiet)
      quiet = setTimeout(end, quietMs)
      if (renewal !== undefined) return
      tell(true)
      renewal = setTimeout(() => {
        renewal = undefined
      }, quietMs)
    },
    end,
    sent,
  }
}
