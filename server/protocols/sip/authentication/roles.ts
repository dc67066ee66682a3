/**
 * The authentication headers: the first set for a server that answers itself, as registrar or user agent, the second for a
 * proxy that forwards requests (RFC 3261 sections 22.2 and 22.3).
 */
export const authenticationRoles = {
  server: {
    status: 401,
    reason: 'Unauthorized',
    challenge: 'WWW-Authenticate',
    credentials: 'Authorization',
    info: 'Authentication-Info',
  },
  proxy: {
    status: 407,
    reason: 'Proxy Authentication Required',
    challenge: 'Proxy-Authenticate',
    credentials: 'Proxy-Authorization',
    info: 'Proxy-Authentication-Info',
  },
} as const

export type AuthenticationRole = keyof typeof authenticationRoles
