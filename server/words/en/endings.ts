import type { Endings } from '../words.ts'

/** "Server Busy" and "Failed" are the original's words; the others are invented. */
export const endings: Endings = {
  accepted: { title: 'Accepted', notice: null, hint: null, ended: 'accepted' },
  'server-busy': {
    title: 'Server Busy',
    notice: 'Server Busy',
    hint: 'Every session is taken. Try again later.',
    ended: 'Server Busy',
  },
  failed: {
    title: 'Failed',
    notice: 'Failed',
    hint: 'The service cannot hold one more connection.',
    ended: 'Failed',
  },
  'not-permitted': {
    title: 'Not permitted',
    notice: 'You are not allowed to use this client',
    hint: null,
    ended: 'not permitted',
  },
  'bad-credentials': {
    title: 'Not recognised',
    notice: 'The user ID or password is wrong',
    hint: null,
    ended: 'not recognised',
  },
  unavailable: {
    title: 'Server unavailable',
    notice: 'The service is not available',
    hint: null,
    ended: 'Communications Server lost',
  },
  'no-coverage': { title: 'No coverage', notice: 'No wireless coverage', hint: null, ended: 'no coverage' },
  'timed-out': { title: 'No answer', notice: 'No answer from the service', hint: null, ended: 'no answer' },
  user: { title: 'Logged out', notice: null, hint: null, ended: 'logged out' },
  idle: {
    title: 'Logged out',
    notice: 'You were logged out: this handheld was out of reach or silent, and others needed the room',
    hint: null,
    ended: 'idle: the place was needed',
  },
  inactive: {
    title: 'Logged out',
    notice: 'You were logged out: nobody used the client on this handheld for too long',
    hint: null,
    ended: 'inactive for too long',
  },
  replaced: {
    title: 'Logged out',
    notice: 'You were logged out: a new login took the place of this session',
    hint: null,
    ended: 'replaced by a newer login',
  },
  'service-stopped': {
    title: 'Logged out',
    notice: 'You were logged out: the service was stopped',
    hint: null,
    ended: 'service stopped',
  },
}
