/** What somebody typed into a sign-in screen, which leaves and comes back while a login is on its way. */
export interface Typed {
  user: string
  password: string
}

/** Held in memory only: a password is never written anywhere. */
const typedByHandheld = new Map<string, Typed>()

export function typedOn(handheld: string, user: string): Typed {
  return typedByHandheld.get(handheld) ?? { user, password: '' }
}

export function rememberTyped(handheld: string, typed: Typed): void {
  typedByHandheld.set(handheld, typed)
}
