import type {
  CertificateKind,
  Cipher,
  Coverage,
  Environment,
  FlowStep,
  HandheldState,
  Hop,
  LoginResult,
  MessageState,
  Model,
  Presence,
  SignedOutReason,
} from '#contract'

/** The field's words as people read them. One place, so that every pane says the same thing the same way. */

export const coverageWords: Record<Coverage, string> = {
  none: 'None',
  weak: 'Weak',
  good: 'Good',
  excellent: 'Excellent',
}

export const stateWords: Record<HandheldState, string> = {
  off: 'Off',
  'signed-out': 'Signed out',
  'signing-in': 'Signing in',
  'signed-in': 'Signed in',
}

export const modelWords: Record<Model, string> = {
  'bold-9900': 'Bold 9900',
  'curve-8520': 'Curve 8520',
  'pearl-8100': 'Pearl 8100',
  'torch-9800': 'Torch 9800',
}

export const presenceWords: Record<Presence, string> = {
  available: 'Available',
  busy: 'Busy',
  'do-not-disturb': 'Do not disturb',
  away: 'Away',
  offline: 'Offline',
}

export const unknownPresence = 'Presence not known'

/** What has become of a message, for the one who sent it. */
export const messageStateWords: Record<MessageState, string> = {
  queued: 'Waits on this handheld for coverage',
  sent: 'Sent',
  accepted: 'Waits for the other handheld’s coverage',
  delivered: 'Delivered',
  rejected: 'Not delivered',
  unconfirmed: 'Not confirmed, may have arrived',
}

/** `1 unread message`, `3 unread messages` */
export function unreadWords(count: number): string {
  return count === 1 ? '1 unread message' : `${count} unread messages`
}

export const environmentWords: Record<Environment, string> = {
  ocs2007r2: 'OCS 2007 R2',
  ocs2007: 'OCS 2007',
}

export const cipherWords: Record<Cipher, string> = { 'aes-256': 'AES-256', 'triple-des': 'Triple DES' }

export const certificateWords: Record<CertificateKind, string> = {
  valid: 'Valid',
  expired: 'Expired',
  untrusted: 'Untrusted',
  'wrong-name': 'Wrong name',
  missing: 'Missing',
}

export interface HopWords {
  full: string
  short: string
  from: string
  to: string
}

export const hopWords: Record<Hop, HopWords> = {
  'handheld-dispatcher': {
    full: 'Handheld – Dispatcher',
    short: 'Wireless',
    from: 'Handheld',
    to: 'Dispatcher',
  },
  'dispatcher-service': {
    full: 'Dispatcher – Service',
    short: 'Service',
    from: 'Dispatcher',
    to: 'Service',
  },
  'service-directory': {
    full: 'Service – Directory',
    short: 'Directory',
    from: 'Service',
    to: 'Directory',
  },
  'service-communications': {
    full: 'Service – Communications Server',
    short: 'SIP',
    from: 'Service',
    to: 'Communications Server',
  },
}

/** The steps of the login in plain words. */
export const stepWords: Record<FlowStep, { title: string; isCheck: boolean }> = {
  '1': { title: 'Log in pressed on the handheld', isCheck: false },
  '2': { title: 'Compressed, encrypted, sent', isCheck: false },
  '3': { title: 'Dispatcher opens it for the Service', isCheck: false },
  '4a': { title: 'Full: idle sessions logged out', isCheck: true },
  '4b': { title: 'Still full: Server Busy', isCheck: true },
  '4c': { title: 'Connection full: Failed', isCheck: true },
  '4d': { title: 'Permission, then the password', isCheck: true },
  '4e': { title: 'Connection to the Communications Server', isCheck: true },
  '5': { title: 'Login request sent as SIP', isCheck: false },
  '6': { title: 'Communications Server answers', isCheck: false },
  '7': { title: 'Acceptance back, connectivity cached', isCheck: false },
}

/** Step 7 carries a refusal back the same way. */
export const refusalGoesBack = 'Refusal goes back to the handheld'

export interface ResultWords {
  /** What the device shows, big. */
  screen: string
  /** What it means, for the person who holds the device. */
  meaning: string
  isOriginal: boolean
}

/** Why a device is signed out. Only "Server Busy" and "Failed" are the original's words. */
export const reasonWords: Record<SignedOutReason, ResultWords> = {
  'server-busy': {
    screen: 'Server Busy',
    meaning: 'Every session is taken. Try again later.',
    isOriginal: true,
  },
  failed: { screen: 'Failed', meaning: 'The service cannot hold one more connection.', isOriginal: true },
  'bad-credentials': {
    screen: 'Not recognised',
    meaning: 'The user ID or the password is wrong.',
    isOriginal: false,
  },
  'not-permitted': {
    screen: 'Not permitted',
    meaning: 'This user may not use the client.',
    isOriginal: false,
  },
  unavailable: {
    screen: 'Unavailable',
    meaning: 'A server behind the service cannot be reached.',
    isOriginal: false,
  },
  'no-coverage': {
    screen: 'No coverage',
    meaning: 'The device is outside a wireless coverage area.',
    isOriginal: false,
  },
  'timed-out': { screen: 'No answer', meaning: 'The server did not answer in time.', isOriginal: false },
  idle: {
    screen: 'Logged out',
    meaning: 'You were logged out: your session was idle, and somebody needed the place.',
    isOriginal: false,
  },
  inactive: {
    screen: 'Logged out',
    meaning: 'You were logged out: nobody used the client for longer than the inactivity timeout.',
    isOriginal: false,
  },
  replaced: {
    screen: 'Logged out',
    meaning: 'You were logged out: a newer login took this session.',
    isOriginal: false,
  },
  'service-stopped': {
    screen: 'Logged out',
    meaning: 'You were logged out: the service stopped.',
    isOriginal: false,
  },
  user: { screen: 'Logged out', meaning: 'You logged out.', isOriginal: false },
}

export const resultWords: Record<LoginResult, string> = {
  accepted: 'Accepted',
  'server-busy': 'Server Busy',
  failed: 'Failed',
  'not-permitted': 'Not permitted',
  'bad-credentials': 'Not recognised',
  unavailable: 'Server unavailable',
  'no-coverage': 'No coverage',
  'timed-out': 'Timed out',
}

const endingWords: Record<string, string> = {
  user: 'logged out',
  idle: 'idle: the place was needed',
  inactive: 'inactive for too long',
  replaced: 'replaced by a newer login',
  'service-stopped': 'service stopped',
  unavailable: 'Communications Server lost',
}

/** Why a session ended, as the event says it. */
export function endingSentence(reason: string): string {
  return endingWords[reason] ?? reason
}

export const inventedWording =
  'Invented wording: the original documents do not say what the device shows here. Only “Server Busy” and “Failed” are the original’s words.'
