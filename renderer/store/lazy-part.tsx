import { type ComponentType, lazy } from 'react'
import { useWords } from '../words/words.ts'
import { useLabStore } from './lab-store.ts'

const againMs = 1_000
const mostTries = 5

/**
 * A part of the page whose code is loaded when it is first shown. While the server is gone, which has the code, the part is waited for
 * and the rest of the page goes on: an error would take all of it away. Where the server is there and the code is not, because the lab
 * was updated, the part says so after a few tries.
 */
export function lazyPart<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(() => loadPart(load))
}

export async function loadPart<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  pauseMs = againMs,
): Promise<{ default: ComponentType<Props> }> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      await connected()
    }
  }
  return { default: PartMissing }
}

/** There is a connection to the lab. */
function connected(): Promise<void> {
  const isOpen = () => useLabStore.getState().connection === 'open'
  if (isOpen()) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = useLabStore.subscribe(() => {
      if (!isOpen()) return
      stop()
      resolve()
    })
  })
}

function PartMissing() {
  const { shell } = useWords().page
  return (
    <div className="pane part-missing" role="alert">
      <p>{shell.partMissing}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {shell.loadAgain}
      </button>
    </div>
  )
}
