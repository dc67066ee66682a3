import { type FormEvent, useState } from 'react'
import type { HandheldView } from '#contract'
import { logInWith } from '../actions/index.ts'
import { useRun } from '../store/lab.tsx'
import { usePreferences } from '../store/preferences.ts'
import { labPassword, rememberTypedLogin, typedLoginOn } from '../store/typed-logins.ts'
import { NextLogin } from './next-login.tsx'
import { ResultBanner } from './result-banner.tsx'

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
