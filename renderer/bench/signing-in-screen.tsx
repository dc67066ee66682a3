import type { HandheldView } from '#contract'

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
