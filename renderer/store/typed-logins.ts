/** The default password of the lab's users. */
export const labPassword = 'Passw0rd!'

/** The user and password typed into a sign-in screen. The screen unmounts during a login; this keeps them. */
export interface TypedLogin {
  user: string
  password: string
}

/** Held in memory only: a password is never written anywhere. */
const typedByHandheld = new Map<string, TypedLogin>()

/** The last passwords that the service has accepted, by user ID: nobody types one again for each handheld. */
const acceptedByUser = new Map<string, string>()
const mostAccepted = 1_000

/**
 * What the sign-in screen of a handheld begins with. Where no password has been typed, it is the user's last accepted one.
 * @param user the user ID to start with
 */
export function typedLoginOn(handheld: string, user: string): TypedLogin {
  const typed = typedByHandheld.get(handheld) ?? { user, password: '' }
  return typed.password === '' ? { ...typed, password: acceptedPasswordOf(typed.user) } : typed
}

/** @returns an empty text where the service has accepted none */
export function acceptedPasswordOf(user: string): string {
  return acceptedByUser.get(keyOf(user)) ?? ''
}

/** Called with the answer to a login: a password that is refused is not offered again. */
export function rememberAnswer({ user, password }: TypedLogin, isAccepted: boolean): void {
  const key = keyOf(user)
  if (isAccepted) {
    acceptedByUser.delete(key)
    acceptedByUser.set(key, password)
    const [oldest] = acceptedByUser.keys()
    if (acceptedByUser.size > mostAccepted && oldest !== undefined) acceptedByUser.delete(oldest)
  } else if (acceptedByUser.get(key) === password) {
    acceptedByUser.delete(key)
  }
}

/** The service compares user IDs without regard to case. */
function keyOf(user: string): string {
  return user.trim().toLowerCase()
}

export function rememberTypedLogin(handheld: string, typed: TypedLogin): void {
  typedByHandheld.set(handheld, typed)
}
