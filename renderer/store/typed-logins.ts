/** The default password of the lab's users. */
export const labPassword = 'Passw0rd!'

/** The user and password typed into a sign-in screen. The screen unmounts during a login; this keeps them. */
export interface TypedLogin {
  user: string
  password: string
}

/** Held in memory only: a password is never written anywhere. */
const typedByHandheld = new Map<string, TypedLogin>()

/** @param user the user ID to start with */
export function typedLoginOn(handheld: string, user: string): TypedLogin {
  return typedByHandheld.get(handheld) ?? { user, password: '' }
}

export function rememberTypedLogin(handheld: string, typed: TypedLogin): void {
  typedByHandheld.set(handheld, typed)
}
