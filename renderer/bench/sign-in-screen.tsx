import { type FormEvent, useState } from 'react'
import { type HandheldView, hasOriginalWording } from '#contract'
import { sentence } from '#words'
import { logInWith, logOut, useAction } from '../actions/index.ts'
import { Hint } from '../controls/hint.tsx'
import { useRun } from '../store/lab.tsx'
import { usePreferences } from '../store/preferences.ts'
import { useLabSeconds } from '../store/selectors.ts'
import { labPassword, rememberTypedLogin, typedLoginOn } from '../store/typed-logins.ts'
import { elapsed } from '../words/format.ts'
import { endingWords, inventedWording, words } from '../words/words.ts'

/** Signed out: why, if there is a why, and the two fields. */
export function SignInScreen({ handheld }: { handheld: HandheldView }) {
  const run = useRun()
  const { name } = handheld
  const [typed, setTyped] = useState(() => typedLoginOn(name, handheld.user))
  const isFirstTime = usePreferences((state) => !state.hasSignedIn)
  const isHinting = handheld.reason === 'bad-credentials' || (isFirstTime && handheld.reason === null)

  function type(change: Partial<typeof typed>) {
    const next = { ...typed, ...change }
    setTyped(next)
    rememberTypedLogin(name, next)
  }

  function submit(submitted: FormEvent) {
    submitted.preventDefault()
    void logInWith(run, name, typed)
  }

  return (
    <form className="sign-in" onSubmit={submit} autoComplete="off">
      <ResultBanner handheld={handheld} />
      <NextLogin handheld={handheld} />
      <div className="sign-in-fields">
        <label>
          <span>User ID</span>
          <input
            value={typed.user}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            onChange={(change) => type({ user: change.currentTarget.value })}
          />
        </label>
        <label>
          <span>Password</span>
          <input
            type="password"
            value={typed.password}
            autoComplete="off"
            onChange={(change) => type({ password: change.currentTarget.value })}
          />
        </label>
        <div className="sign-in-actions">
          {isHinting && (
            <button
              type="button"
              className="password-hint"
              title="Fill it in"
              onClick={() => type({ password: labPassword })}
            >
              Lab default: <b>{labPassword}</b>
            </button>
          )}
          <button type="submit" className="screen-button">
            Log in
          </button>
        </div>
      </div>
    </form>
  )
}

/** What the device shows of how a login or a session ended. */
function ResultBanner({ handheld }: { handheld: HandheldView }) {
  const { reason, coverage, notice } = handheld
  if (reason === null || reason === 'user') {
    return coverage === 'none' ? (
      <p className="screen-line is-warning">Outside a wireless coverage area</p>
    ) : (
      <p className="screen-line">{reason === 'user' ? 'You logged out' : 'Sign in to your organisation'}</p>
    )
  }
  const { title, hint, notice: own } = endingWords[reason]
  const isOwn = notice === null || (notice.code === 'ended' && notice.facts.reason === reason)
  const meaning = isOwn ? (hint ?? own) : sentence(words.handheldNotices, notice)
  const isOriginal = hasOriginalWording(reason)
  return (
    <div className="result" role="status" data-reason={reason}>
      <p className={isOriginal ? 'result-word is-original' : 'result-word'}>
        {title}
        {isOriginal || (
          <Hint text={inventedWording}>
            <button type="button" className="invented" aria-label="Invented wording">
              i
            </button>
          </Hint>
        )}
      </p>
      <p className="result-meaning">{meaning}</p>
    </div>
  )
}

/** That the client logs in again by itself, when, and the way to keep it from that. */
function NextLogin({ handheld }: { handheld: HandheldView }) {
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

/** The request is on its way. */
export function SigningInScreen({ handheld }: { handheld: HandheldView }) {
  return (
    <div className="signing-in" role="status">
      <p className="signing-in-title">Signing in</p>
      <p className="signing-in-user">{handheld.signedInUser ?? handheld.user}</p>
      <div className="progress" aria-hidden>
        <span />
      </div>
      <p className="signing-in-note">
        {handheld.coverage === 'none'
          ? 'No coverage: the request waits'
          : handheld.nextLogin === null
            ? 'Compressed, encrypted, on its way'
            : `By itself, with the cached password (${handheld.nextLogin.attempt} of ${handheld.nextLogin.mostAttempts})`}
      </p>
    </div>
  )
}
