/** The password of every user of a lab that says nothing else. */
export const labPassword = 'Passw0rd!'

/** What somebody typed into a sign-in screen, which leaves and comes back while a login is on its way. */
export interface TypedLogin {
  user: string
  password: string
}

/** Held in memory only: a password is never written anywhere. */
const typedByHandheld = new Map<string, TypedLogin>()

/** @param user whom the field names before anybody has typed */
export function typedLoginOn(handheld: string, user: string): TypedLogin {
  return typedByHandheld.get(handheld) ?? { user, password: '' }
}

export function rememberTypedLogin(handheld: string, typed: TypedLogin): void {
  typedByHandheld.set(handheld, typed)
}
