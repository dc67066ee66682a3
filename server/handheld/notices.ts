import type { LoginResult, SignedOutReason } from '#contract'

/** What the device shows, by what happened. "Server Busy" and "Failed" are the original's words; the others are invented. */
const notices: Record<Exclude<LoginResult | SignedOutReason, 'accepted'>, string | null> = {
  'server-busy': 'Server Busy',
  failed: 'Failed',
  'not-permitted': 'You are not allowed to use this client',
  'bad-credentials': 'The user ID or password is wrong',
  unavailable: 'The service is not available',
  'no-coverage': 'No wireless coverage',
  'timed-out': 'No answer from the service',
  user: null,
  idle: 'You were logged out: this handheld was out of reach or silent, and others needed the room',
  inactive: 'You were logged out: nobody used the client on this handheld for too long',
  replaced: 'You were logged out: a new login took the place of this session',
  'service-stopped': 'You were logged out: the service was stopped',
}

export function noticeFor(what: LoginResult | SignedOutReason): string | null {
  return what === 'accepted' ? null : notices[what]
}
