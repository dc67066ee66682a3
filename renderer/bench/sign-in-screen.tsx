import { type FormEvent, useState } from 'react'
import { type HandheldView, hasOriginalWording } from '#contract'
import { sentence } from '#words'
import { logInWith, logOut, useAction } from '../actions/index.ts'
import { Hint } from '../controls/hint.tsx'
import { useRun } from '../store/lab.tsx'
import { usePreferences } from '../store/preferences.ts'
import { useLabSeconds } from '../store/selectors.ts'
import { acceptedPasswordOf, labPassword, rememberTypedLogin, typedLoginOn } from '../store/typed-logins.ts'
import { elapsed } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** Signed out: why, if there is a why, and the two fields. */
export function SignInScreen({ handheld }: { handheld: HandheldView }) {
  const run = useRun()
  const { bench } = useWords().page
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
          <span>{bench.userId}</span>
          <input
            value={typed.user}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            onChange={(change) => {
              const user = change.currentTarget.value
              // A password that was filled in belongs to the user who was there before.
              const isFilledIn = typed.password === '' || typed.password === acceptedPasswordOf(typed.user)
              type(isFilledIn ? { user, password: acceptedPasswordOf(user) } : { user })
            }}
          />
        </label>
        <label>
          <span>{bench.password}</span>
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
              title={bench.fillIn}
              onClick={() => type({ password: labPassword })}
            >
              {bench.labDefault} <b>{labPassword}</b>
            </button>
          )}
          <button type="submit" className="screen-button">
            {bench.logIn}
          </button>
        </div>
      </div>
    </form>
  )
}

/** What the device shows of how a login or a session ended. */
function ResultBanner({ handheld }: { handheld: HandheldView }) {
  const words = useWords()
  const { bench } = words.page
  const { reason, coverage, notice } = handheld
  if (reason === null || reason === 'user') {
    return coverage === 'none' ? (
      <p className="screen-line is-warning">{bench.outsideCoverage}</p>
    ) : (
      <p className="screen-line">{reason === 'user' ? bench.youLoggedOut : bench.signInToOrganisation}</p>
    )
  }
  const { title, hint, notice: own } = words.endings[reason]
  const isOwn = notice === null || (notice.code === 'ended' && notice.facts.reason === reason)
  const meaning = isOwn ? (hint ?? own) : sentence(words.handheldNotices, notice)
  const isOriginal = hasOriginalWording(reason)
  return (
    <div className="result" role="status" data-reason={reason}>
      <strong className={isOriginal ? 'result-word is-original' : 'result-word'}>
        {title}
        {isOriginal || (
          <Hint text={words.labels.inventedWording}>
            <button type="button" className="invented" aria-label={bench.inventedWording}>
              i
            </button>
          </Hint>
        )}
      </strong>
      <p className="result-meaning">{meaning}</p>
    </div>
  )
}

/** That the client logs in again by itself, when, and the way to keep it from that. */
function NextLogin({ handheld }: { handheld: HandheldView }) {
  const { bench } = useWords().page
  const { nextLogin } = handheld
  const stop = useAction(logOut, { handheld })
  const now = useLabSeconds()
  if (nextLogin === null) return null
  const { at, attempt, mostAttempts } = nextLogin
  return (
    <p className="next-login">
      <span className="truncate tabular" title={bench.byItself}>
        {at === null ? bench.againInCoverage : bench.againIn(elapsed(at - now))}
        <span className="next-login-attempt">, {bench.attempt(attempt, mostAttempts)}</span>
      </span>
      <button type="button" className="send-again" title={bench.forgetPassword} onClick={stop.perform}>
        {bench.stop}
      </button>
    </p>
  )
}

/** The request is on its way. */
export function SigningInScreen({ handheld }: { handheld: HandheldView }) {
  const { bench } = useWords().page
  return (
    <div className="signing-in" role="status">
      <p className="signing-in-title">{bench.signingIn}</p>
      <p className="signing-in-user">{handheld.signedInUser ?? handheld.user}</p>
      <div className="progress" aria-hidden>
        <span />
      </div>
      <p className="signing-in-note">
        {handheld.coverage === 'none'
          ? bench.requestWaits
          : handheld.nextLogin === null
            ? bench.onItsWay
            : `${bench.byItself} (${bench.attempt(handheld.nextLogin.attempt, handheld.nextLogin.mostAttempts)})`}
      </p>
    </div>
  )
}
