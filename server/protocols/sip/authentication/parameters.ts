/** A challenge, credentials, or authentication info, which have the same syntax (RFC 3261 section 25.1). */
export interface AuthenticationValue {
  /** In lower case, such as `digest`. */
  readonly scheme: string
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/** Reads `SCHEME name="value", name=value, …`. @returns null if it is invalid or has a duplicate name */
export function parseAuthentication(value: string): AuthenticationValue | null {
  const start = /^([A-Za-z][A-Za-z0-9-]*)(?:[ \t]+|$)/.exec(value)
  if (!start) return null
  const parameters = new Map<string, string>()
  const next = /([A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s,"]*))[ \t]*(,[ \t]*|$)/y
  next.lastIndex = start[0].length
  while (next.lastIndex < value.length) {
    const match = next.exec(value)
    if (!match) return null
    const name = (match[1] ?? '').toLowerCase()
    if (parameters.has(name)) return null
    parameters.set(name, match[2]?.replace(/\\([\s\S])/g, '$1') ?? match[3] ?? '')
  }
  return { scheme: (start[1] ?? '').toLowerCase(), parameters }
}
