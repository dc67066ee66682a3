import type { HandheldView } from '#contract'
import { logOut, useAction } from '../actions/index.ts'
import { useLabSeconds } from '../store/selectors.ts'
import { elapsed } from '../words/format.ts'

/** That the client logs in again by itself, when, and the way to keep it from that. */
export function NextLogin({ handheld }: { handheld: HandheldView }) {
  const { nextLogin } = handheld
  const stop = useAction(logOut, { handheld })
  const now = useLabSeconds()
  if (nextLogin === null) return null
  const { at, attempt, mostAttempts } = nextLogin
  return (
    <p className="next-login">
      <span className="truncate tabular" title="By itself, with the cached password">
        {at === null ? 'Logs in again in coverage' : `Logs in again in ${elapsed(at - now)}`}
        <span className="next-login-attempt">
          , {attempt} of {mostAttempts}
        </span>
      </span>
      <button type="button" className="send-again" title="Forget the cached password" onClick={stop.perform}>
        Stop
      </button>
    </p>
  )
}
