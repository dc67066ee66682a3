import { type FormEvent, useState } from 'react'
import type { HandheldView } from '#contract'
import { useRun } from '../store/lab.tsx'
import { prefer, usePreferences } from '../store/preferences.ts'
import { NextLogin } from './next-login.tsx'
import { ResultBanner } from './result-banner.tsx'
import { rememberTyped, typedOn } from './typed.ts'

const defaultPassword = 'Passw0rd!'

/** Signed out: why, if there is a why, and the two fields. */
export function SignInScreen({ handheld }: { handheld: HandheldView }) {
  const run = useRun()
  const { name } = handheld
  const [typed, setTyped] = useState(() => typedOn(name, handheld.user))
  const isFirstTime = usePreferences((state) => !state.hasSignedIn)
  const isHinting = handheld.reason === 'bad-credentials' || (isFirstTime && handheld.reason === null)

  function type(change: Partial<typeof typed>) {
    const next = { ...typed, ...change }
    setTyped(next)
    rememberTyped(name, next)
  }

  async function logIn(submit: FormEvent) {
    submit.preventDefault()
    const answer = await run(`Log in on ${name}`, 'handheld.login', { name, ...typed })
    if (answer?.result !== 'accepted') return
    rememberTyped(name, { ...typed, password: '' })
    prefer({ hasSignedIn: true })
  }

  return (
    <form className="sign-in" onSubmit={logIn} autoComplete="off">
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
              onClick={() => type({ password: defaultPassword })}
            >
              Lab default: <b>{defaultPassword}</b>
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
