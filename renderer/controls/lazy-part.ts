import { type ComponentType, lazy } from 'react'

const againMs = 1_000

/**
 * A part of the page whose code is loaded when it is first shown. While the server is gone, which has the code, the part is waited for
 * and the rest of the page goes on: an error would take all of it away.
 */
export function lazyPart<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(async () => {
    for (;;) {
      try {
        return await load()
      } catch {
        await new Promise((resolve) => setTimeout(resolve, againMs))
      }
    }
  })
}
